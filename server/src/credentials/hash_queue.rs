//! The threads that hash passwords, and a queue before them that is fair to origins.
//!
//! Hashing takes 19 MiB and a core for some tens of milliseconds. Two threads of its own do it, each in the same memory again
//! and again: left to the allocator, two at once came to hold ten times as much. Origins are served in turn: whoever comes from an address of their own waits for one password of each
//! other address at most, not for all that one of them has sent. Browsers that are known go first.

use super::Origin;
use argon2::Block;
use std::{
    collections::{HashMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

const THREADS: usize = 2;
/// Passwords of one origin that wait at most.
const MOST_OF_ONE: usize = 16;
/// Passwords of unknown origins that wait. When there are more, one of an origin with several is dropped for one of an origin
/// with none.
const MOST_OF_STRANGERS: usize = 256;

/// Too many passwords are being checked; it can be tried again in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub(crate) struct Busy;

/// What a thread hashes in.
pub(super) type Memory = Vec<Block>;

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

#[derive(Default)]
struct Waiting {
    jobs: HashMap<Origin, VecDeque<Job>>,
    known: VecDeque<Origin>,
    strangers: VecDeque<Origin>,
    /// How many jobs of strangers there are.
    of_strangers: usize,
    closed: bool,
}

impl Waiting {
    fn push(&mut self, from: &Origin, job: Job) -> Result<(), Busy> {
        let own = self.jobs.get(from).map_or(0, VecDeque::len);
        if own >= MOST_OF_ONE {
            return Err(Busy);
        }
        if from.is_known() {
            if own == 0 {
                self.known.push_back(from.clone());
            }
        } else {
            if self.of_strangers >= MOST_OF_STRANGERS {
                self.give_way(own)?;
            }
            self.of_strangers += 1;
            if own == 0 {
                self.strangers.push_back(from.clone());
            }
        }
        self.jobs.entry(from.clone()).or_default().push_back(job);
        Ok(())
    }

    /// Takes out the last job of the stranger with the most, if that has more than one who comes would then have.
    fn give_way(&mut self, own: usize) -> Result<(), Busy> {
        let lanes = self.jobs.iter_mut().filter(|(origin, _)| !origin.is_known());
        let longest = lanes.map(|(_, jobs)| jobs).max_by_key(|jobs| jobs.len());
        match longest {
            Some(jobs) if jobs.len() > own + 1 => {
                jobs.pop_back();
                self.of_strangers -= 1;
                Ok(())
            }
            _ => Err(Busy),
        }
    }

    /// The next job: of known origins in turn, then of others in turn.
    fn pop(&mut self) -> Option<Job> {
        let known = !self.known.is_empty();
        let turns = if known { &mut self.known } else { &mut self.strangers };
        let origin = turns.pop_front()?;
        let jobs = self.jobs.get_mut(&origin)?;
        let job = jobs.pop_front();
        if jobs.is_empty() {
            self.jobs.remove(&origin);
        } else {
            turns.push_back(origin);
        }
        self.of_strangers -= usize::from(!known);
        job
    }
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    came: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let (mut waiting, mut memory) = (self.lock(), Memory::new());
        loop {
            if let Some(job) = waiting.pop() {
                drop(waiting);
                // One that panics answers nobody; the thread goes on for the others.
                let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
                waiting = self.lock();
            } else if waiting.closed {
                return;
            } else {
                waiting = self.came.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

/// The threads and their queue. They end with it.
pub(super) struct HashQueue(Arc<Shared>);

impl std::fmt::Debug for HashQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HashQueue").finish_non_exhaustive()
    }
}

impl HashQueue {
    pub(super) fn start() -> std::io::Result<Self> {
        let queue = Self(Arc::default());
        for n in 0..THREADS {
            let shared = queue.0.clone();
            std::thread::Builder::new().name(format!("passwords-{n}")).spawn(move || shared.work())?;
        }
        Ok(queue)
    }

    /// Does some work when its origin's turn has come; not at all where who waits for it has gone away.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        from: &Origin,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let (reply, done) = oneshot::channel();
        let job = move |memory: &mut Memory| {
            if !reply.is_closed() {
                let _ = reply.send(work(memory));
            }
        };
        self.0.lock().push(from, Box::new(job))?;
        self.0.came.notify_one();
        done.await.map_err(|_| Busy)
    }
}

impl Drop for HashQueue {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.came.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn network(name: &str) -> Origin {
        Origin::Network(name.to_owned())
    }

    /// Runs all that waits and returns who was served, in order.
    fn served(waiting: &mut Waiting, done: &mpsc::Receiver<String>) -> Vec<String> {
        std::iter::from_fn(|| waiting.pop().map(|job| job(&mut Memory::new()))).for_each(drop);
        done.try_iter().collect()
    }

    #[test]
    fn origins_are_served_in_turn_and_known_browsers_first() {
        let (send, done) = mpsc::channel();
        let mut waiting = Waiting::default();
        let mut push = |origin: Origin, name: &str| {
            let (send, name) = (send.clone(), name.to_owned());
            waiting.push(&origin, Box::new(move |_| send.send(name).unwrap()))
        };
        for n in 1..=3 {
            push(network("flood"), &format!("flood {n}")).unwrap();
        }
        push(network("owner"), "owner").unwrap();
        push(Origin::Device("d".to_owned()), "device").unwrap();
        assert_eq!(served(&mut waiting, &done), ["device", "flood 1", "owner", "flood 2", "flood 3"]);
        assert!(waiting.jobs.is_empty() && waiting.of_strangers == 0);
    }

    #[test]
    fn whoever_has_many_waiting_gives_way_to_who_has_none() {
        let (send, done) = mpsc::channel();
        let mut waiting = Waiting::default();
        let mut push = |origin: &Origin| {
            let (send, name) = (send.clone(), format!("{origin:?}"));
            waiting.push(origin, Box::new(move |_| send.send(name).unwrap()))
        };
        let floods: Vec<Origin> = (0..40).map(|n| network(&format!("flood {n}"))).collect();
        let taken = (0..20).flat_map(|_| &floods).filter(|flood| push(flood).is_ok()).count();
        assert_eq!(taken, MOST_OF_STRANGERS, "40 origins fill the queue, none of them beyond its share");
        assert_eq!(push(&floods[0]), Err(Busy));
        for n in 0..12 {
            assert_eq!(push(&network(&format!("owner {n}"))), Ok(()));
        }
        for _ in 0..MOST_OF_ONE {
            assert_eq!(push(&Origin::Session(1)), Ok(()), "who is known has places of their own");
        }
        assert_eq!(push(&Origin::Session(1)), Err(Busy));
        let served = served(&mut waiting, &done);
        assert_eq!(served.len(), MOST_OF_STRANGERS + MOST_OF_ONE);
        let owners = served.iter().skip(MOST_OF_ONE).take(40 + 12).filter(|name| name.contains("owner"));
        assert_eq!(owners.count(), 12, "each is served within one turn of all");
    }

    #[tokio::test]
    async fn the_work_of_who_has_gone_away_is_not_done() {
        // No thread takes anything out of this queue.
        let queue = HashQueue(Arc::default());
        let (did, done) = mpsc::channel();
        let work = |name: &'static str| {
            let did = did.clone();
            move |_: &mut Memory| did.send(name).unwrap()
        };
        let from = network("somebody");
        let mut stays = std::pin::pin!(queue.run(&from, work("stays")));
        tokio::select! {
            biased;
            _ = &mut stays => {}
            () = std::future::ready(()) => {}
        }
        tokio::select! {
            biased;
            _ = queue.run(&from, work("goes")) => {}
            () = std::future::ready(()) => {}
        }
        while let Some(job) = { queue.0.lock().pop() } {
            job(&mut Memory::new());
        }
        assert_eq!(stays.await, Ok(()));
        assert_eq!(done.try_iter().collect::<Vec<_>>(), ["stays"]);
    }
}
