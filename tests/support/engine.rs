//! A server of Valkey or Redis for a test.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that keeps what it has over a restart.
pub(crate) struct Engine {
    port: u16,
    folder: PathBuf,
    process: Option<Child>,
}

impl Engine {
    pub(crate) fn start() -> Self {
        let port = free_port();
        let folder =
            std::env::temp_dir().join(format!("taut-engine-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut engine = Self {
            port,
            folder,
            process: None,
        };
        engine.restart();
        engine
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Starts the server again.
    pub(crate) fn restart(&mut self) {
        let program = std::env::var("VALKEY").unwrap_or_else(|_| "redis-server".to_owned());
        let server = Command::new(program)
            .args(["--port", &self.port.to_string(), "--bind", "127.0.0.1"])
            .args(["--appendonly", "yes", "--save", ""])
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .spawn();
        let server =
            server.expect("Valkey or Redis is needed, such as Debian's package redis-server");
        self.process = Some(server);
        let end = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < end, "the engine does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the server without a chance to say goodbye.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A port that nothing listens to now.
pub(crate) fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().port()
}
