//! Renders PNG on one thread of its own: one image at a time, and the memory it frees is used again by the next. (On tokio's
//! blocking threads each would keep the memory of its largest image: 290 MB against 120 after all charts of a province.)

use super::png;
use tokio::sync::{mpsc, oneshot};

type Job = (String, oneshot::Sender<Option<Vec<u8>>>);

/// Sends charts to the thread that renders PNG.
#[derive(Debug)]
pub(crate) struct PngRenderer(mpsc::Sender<Job>);

impl PngRenderer {
    /// Starts the thread; it ends with the last sender.
    pub(crate) fn start() -> std::io::Result<Self> {
        let (jobs, mut queue) = mpsc::channel::<Job>(64);
        std::thread::Builder::new().name("png-renderer".to_owned()).spawn(move || {
            while let Some((svg, reply)) = queue.blocking_recv() {
                // A client that has disconnected needs no image.
                if !reply.is_closed() {
                    let _ = reply.send(png(&svg));
                }
            }
        })?;
        Ok(Self(jobs))
    }

    /// A chart drawn for paper as PNG; `None` where it cannot be rendered.
    pub(crate) async fn render(&self, svg: String) -> Option<Vec<u8>> {
        let (reply, png) = oneshot::channel();
        self.0.send((svg, reply)).await.ok()?;
        png.await.ok()?
    }
}
