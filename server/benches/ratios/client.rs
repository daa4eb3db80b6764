//! A load client that costs little: prepared bytes out, one reply read by its length, over connections that stay open.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A process that serves; killed when dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
}

impl Served {
    /// Starts a command that says `listening on http://ADDRESS`.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the server says where it listens").unwrap();
            if let Some(address) = line.strip_prefix("listening on http://") {
                break address.to_owned();
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// The real server on a database.
    pub(crate) fn hailong(database: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
        Self::start(command.args(["--database", database, "serve", "--listen", "127.0.0.1:0"]))
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Requests a second with `connections` connections for a while; each must get the status. `request` is told how many came
/// before it.
pub(crate) fn load(
    address: &str,
    connections: usize,
    lasting: Duration,
    status: &'static str,
    request: impl Fn(u64) -> Vec<u8> + Clone + Send + 'static,
) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begun = Instant::now();
    let done: u64 = runtime.block_on(async {
        let next = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
        let workers: Vec<_> = (0..connections)
            .map(|_| {
                let (address, request, next) = (address.to_owned(), request.clone(), next.clone());
                tokio::spawn(async move {
                    let mut stream = TcpStream::connect(address).await.unwrap();
                    stream.set_nodelay(true).unwrap();
                    let (mut done, mut buffer) = (0, Vec::with_capacity(64 * 1024));
                    while begun.elapsed() < lasting {
                        let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        stream.write_all(&request(number)).await.unwrap();
                        reply(&mut stream, &mut buffer, status).await;
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        let mut all = 0;
        for worker in workers {
            all += worker.await.unwrap();
        }
        all
    });
    done as f64 / begun.elapsed().as_secs_f64()
}

/// Reads one reply by its `content-length`.
async fn reply(stream: &mut TcpStream, buffer: &mut Vec<u8>, status: &str) {
    buffer.clear();
    loop {
        assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
        let Some(head) = buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&buffer[..head]).unwrap();
        assert!(text.starts_with(status), "{text}");
        let length =
            text.lines().find_map(|l| l.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
        while buffer.len() < head + 4 + length {
            assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
        }
        return;
    }
}
