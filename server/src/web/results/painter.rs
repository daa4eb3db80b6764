//! Draws PNG on one thread of its own: one picture at a time, and what it frees is used again by the next. (On tokio's
//! blocking threads each would keep the memory of its largest picture: 290 MB against 120 after all of a province.)

use super::made::Made;
use crate::chart::png;
use tokio::sync::{mpsc, oneshot};

type Order = (String, oneshot::Sender<Option<Vec<u8>>>);

/// The way to the painter.
#[derive(Debug)]
pub(crate) struct Painter(mpsc::Sender<Order>);

impl Painter {
    /// Starts the thread; it ends with the last way to it.
    pub(crate) fn start() -> std::io::Result<Self> {
        let (orders, mut waiting) = mpsc::channel::<Order>(64);
        std::thread::Builder::new().name("painter".to_owned()).spawn(move || {
            while let Some((paper, reply)) = waiting.blocking_recv() {
                // Whoever has gone away needs no picture.
                if !reply.is_closed() {
                    let _ = reply.send(png(&paper));
                }
            }
        })?;
        Ok(Self(orders))
    }

    /// A chart drawn for paper as a picture; `None` where it cannot be drawn.
    pub(super) async fn paint(&self, paper: String) -> Option<Made> {
        let (reply, picture) = oneshot::channel();
        self.0.send((paper, reply)).await.ok()?;
        picture.await.ok()?.map(|bytes| Made::Png(bytes.into()))
    }
}
