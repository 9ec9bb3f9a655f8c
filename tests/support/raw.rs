//! A browser that does exactly what a test says, over a blocking socket: it may lie, be silent, and not read.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a page tells its browser.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) path: String,
    /// The last token that the server has given out for it.
    token: Arc<Mutex<String>>,
    pub(crate) templates: String,
    /// What binds its session to its browser.
    pub(crate) cookie: String,
    pub(crate) html: String,
}

impl Page {
    /// What a browser says first on a socket.
    pub(crate) fn join(&self, seen: i64) -> String {
        format!("[{:?},{seen},{:?}]", self.token(), self.templates)
    }

    pub(crate) fn token(&self) -> String {
        self.token.lock().unwrap().clone()
    }
}

/// An answer to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Asks for a path, and gives the whole answer.
pub(crate) fn get(address: SocketAddr, path: &str) -> Answer {
    get_with(address, path, "")
}

/// Asks for a path with cookies.
pub(crate) fn get_with(address: SocketAddr, path: &str, cookie: &str) -> Answer {
    ask(
        address,
        &format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n"
        ),
    )
}

/// Posts to a path with cookies, as a page of the site does.
pub(crate) fn post(address: SocketAddr, path: &str, cookie: &str, body: &str) -> Answer {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {cookie}"
    );
    let head = format!("{head}\r\ncontent-type: application/taut+json");
    ask(
        address,
        &format!("{head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"),
    )
}

/// Asks for a stream as a page does, and hears from it until it has said enough, or nothing more.
pub(crate) fn hear_stream(
    address: SocketAddr,
    page: &Page,
    join: &str,
    is_enough: impl Fn(&str) -> bool,
) -> String {
    let mut stream = connect(address);
    let (Page { path, cookie, .. }, length) = (page, join.len());
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {cookie}"
    );
    let kind = "content-type: application/taut+json\r\naccept: text/event-stream";
    stream
        .write_all(format!("{head}\r\n{kind}\r\ncontent-length: {length}\r\n\r\n{join}").as_bytes())
        .unwrap();
    let (mut said, mut bytes) = (Vec::new(), [0; 4096]);
    while !is_enough(&String::from_utf8_lossy(&said)) {
        match stream.read(&mut bytes) {
            Ok(read) if read > 0 => said.extend_from_slice(&bytes[..read]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

/// Says something, and hears until the server ends the connection.
pub(crate) fn ask(address: SocketAddr, request: &str) -> Answer {
    let mut stream = connect(address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// Loads a page.
pub(crate) fn page(address: SocketAddr, path: &str) -> Page {
    page_with(address, path, "")
}

/// Loads a page with cookies.
pub(crate) fn page_with(address: SocketAddr, path: &str, cookie: &str) -> Page {
    let Answer {
        head, body: html, ..
    } = get_with(address, path, cookie);
    let cookie = head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    let cookie = cookie.unwrap_or_default().to_owned();
    let attribute = |name: &str| {
        html.split(&format!("{name}=\""))
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let (token, templates) = (
        Arc::new(Mutex::new(attribute("data-token"))),
        attribute("data-templates"),
    );
    Page {
        path: path.to_owned(),
        token,
        templates,
        cookie,
        html,
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// Asks for a socket from an origin, and gives the status of the answer.
pub(crate) fn upgrade(address: SocketAddr, path: &str, origin: &str) -> u16 {
    let mut stream = connect(address);
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\norigin: {origin}\r\nupgrade: websocket\r\n\
         connection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    String::from_utf8_lossy(&answer)
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0)
}

/// What the server says on a socket.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Text(String),
    /// A compressed frame, as it is.
    Binary(Vec<u8>),
    Ping(Vec<u8>),
    Pong(Vec<u8>),
    Close(u16),
    /// The connection is gone.
    Gone,
    /// Nothing, for longer than the test waits.
    Nothing,
}

/// A socket of a page.
#[derive(Debug)]
pub(crate) struct Socket {
    pub(crate) stream: TcpStream,
}

impl Socket {
    /// Opens a socket, as a page of the site does that has no cookie.
    pub(crate) fn open(address: SocketAddr, path: &str) -> Self {
        Self::open_with(address, path, "")
    }

    /// Opens a socket, as a page of the site does.
    pub(crate) fn open_with(address: SocketAddr, path: &str, cookie: &str) -> Self {
        match Self::try_open(address, path, cookie) {
            Ok(socket) => socket,
            Err(why) => panic!("no socket: {why}"),
        }
    }

    /// Opens a socket; the server may be gone.
    fn try_open(address: SocketAddr, path: &str, cookie: &str) -> std::io::Result<Self> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {cookie}\r\nupgrade: websocket\r\n\
             connection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(request.as_bytes())?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            head.extend_from_slice(&byte);
        }
        if head.starts_with(b"HTTP/1.1 101") {
            Ok(Self { stream })
        } else {
            Err(std::io::Error::other(String::from_utf8_lossy(&head)))
        }
    }

    /// Opens a socket and joins; gives the answer.
    pub(crate) fn join(address: SocketAddr, page: &Page, seen: i64) -> (Self, String) {
        let mut socket = Self::open_with(address, &page.path, &page.cookie);
        socket.say(&page.join(seen));
        let answer = socket.hear_text();
        if let Some(next) = answer.split('"').nth(1) {
            next.clone_into(&mut page.token.lock().unwrap());
        }
        (socket, answer)
    }

    /// Joins as a page that comes back and has seen all; nothing if the server goes meanwhile.
    pub(crate) fn try_join(address: SocketAddr, page: &Page) -> Option<(Self, String)> {
        let mut socket = Self::try_open(address, &page.path, &page.cookie).ok()?;
        socket.try_say(&page.join(-1)).ok()?;
        loop {
            match socket.hear() {
                // The session goes on, or another one has begun.
                Said::Text(text) if text.starts_with("[-1,") || text.starts_with("[-3,") => {
                    let next = text.split('"').nth(1)?;
                    next.clone_into(&mut page.token.lock().unwrap());
                    return Some((socket, text));
                }
                Said::Text(_) | Said::Ping(_) | Said::Pong(_) => {}
                _ => return None,
            }
        }
    }

    /// Sends a text; the connection may be gone.
    pub(crate) fn try_say(&mut self, text: &str) -> std::io::Result<()> {
        self.stream.write_all(&frame(0x81, text.as_bytes()))
    }

    /// Sends a text.
    pub(crate) fn say(&mut self, text: &str) {
        self.try_say(text).unwrap();
    }

    /// What the server says next.
    pub(crate) fn hear(&mut self) -> Said {
        match self.read() {
            Ok(said) => said,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Said::Nothing
            }
            Err(_) => Said::Gone,
        }
    }

    /// What the server says next, if it is said in time.
    pub(crate) fn hear_within(&mut self, time: Duration) -> Said {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let said = self.hear();
        self.stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        said
    }

    /// The next text that says more than that the server is there.
    #[track_caller]
    pub(crate) fn hear_text(&mut self) -> String {
        loop {
            match self.hear() {
                Said::Text(text) if text == "0" => {}
                Said::Text(text) => return text,
                Said::Ping(_) | Said::Pong(_) => {}
                other => panic!("expected a text, heard {other:?}"),
            }
        }
    }

    /// Reads until the server closes, and gives its code; nothing if it did not say one.
    pub(crate) fn hear_close(&mut self) -> Option<u16> {
        loop {
            match self.hear() {
                Said::Close(code) => return Some(code),
                Said::Gone | Said::Nothing => return None,
                _ => {}
            }
        }
    }

    /// Ends the connection as a browser does whose page is closed.
    pub(crate) fn hang_up(self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn read(&mut self) -> std::io::Result<Said> {
        let mut head = [0; 2];
        self.stream.read_exact(&mut head)?;
        let length = match head[1] {
            126 => usize::from(u16::from_be_bytes(self.exactly()?)),
            127 => usize::try_from(u64::from_be_bytes(self.exactly()?)).unwrap_or(usize::MAX),
            length => usize::from(length),
        };
        let mut payload = vec![0; length];
        self.stream.read_exact(&mut payload)?;
        Ok(match head[0] & 15 {
            1 => Said::Text(String::from_utf8_lossy(&payload).into_owned()),
            2 => Said::Binary(payload),
            8 => Said::Close(
                payload
                    .first_chunk()
                    .map_or(1005, |code| u16::from_be_bytes(*code)),
            ),
            9 => Said::Ping(payload),
            _ => Said::Pong(payload),
        })
    }

    fn exactly<const N: usize>(&mut self) -> std::io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// A frame as a browser sends it, with an all-zero mask.
pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length), _) if length < 126 => frame.push(128 | length),
        (_, Ok(length)) => {
            frame.push(128 | 126);
            frame.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            frame.push(128 | 127);
            frame.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    frame
}
