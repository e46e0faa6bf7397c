//! How do connections come, and how do they end? So many at once, none that says nothing for long, and none cut off in the
//! middle of an answer when the server is asked to stop.

use super::Stopped;
use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections at once.
const CONNECTIONS: usize = 512;
/// Until a request's head must be there; also how long a connection may wait for the next one.
const HEAD: Duration = Duration::from_secs(15);
/// Until answers must be sent when the server stops.
const STOPPING: Duration = Duration::from_secs(10);

/// Serves connections until it is asked to stop, and then until they are answered.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> Stopped {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let (stream, place) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, places.clone()) => accepted,
        };
        let (router, watcher) = (router.clone(), graceful.watcher());
        tokio::spawn(async move {
            let _place = place;
            let mut builder = Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
            let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
            // How it failed is the other side's affair, which is gone.
            let _ = watcher.watch(connection).await;
        });
    }
    drop(listener);
    match tokio::time::timeout(STOPPING, graceful.shutdown()).await {
        Ok(()) => Stopped::Asked,
        Err(_) => Stopped::Cut,
    }
}

/// The next connection for which there is a place.
async fn accept(listener: &TcpListener, places: Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // It fails only when it is closed, which nobody does.
    let place = places.acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // An answer is one piece; waiting for more of it would only take time.
                let _ = stream.set_nodelay(true);
                return (stream, place);
            }
            // Too many open files, most likely; others will be closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Waits for SIGINT or SIGTERM. From now on they do not end the program by themselves.
#[cfg(unix)]
pub fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
