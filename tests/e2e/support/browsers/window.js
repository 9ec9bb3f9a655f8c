#!/usr/bin/env gjs
// Windows of WebKit for the tests: WebDriver opens and uses them, and they connect to the tests to run functions in
// their documents and to say what these tell. Run by WebKitWebDriver, in the JavaScript of GNOME.
//
// Arguments: the port of the tests, whether pages may run scripts (0 or 1), and whether motion is to be reduced (0 or 1).

imports.gi.versions.Gtk = "3.0";
imports.gi.versions.Soup = "3.0";
imports.gi.versions.WebKit2 = "4.1";
const { Gio, GLib, Gtk, Soup, WebKit2 } = imports.gi;
const ByteArray = imports.byteArray;

const [port, mayScript, isCalm] = ARGV.map(Number);

Gtk.init(null);
if (isCalm) Gtk.Settings.get_default().gtk_enable_animations = false;

const connection = Gio.SocketClient.new().connect_to_host("127.0.0.1", port, null);
const input = Gio.DataInputStream.new(connection.get_input_stream());
const say = (message) => connection.get_output_stream().write_all(ByteArray.fromString(`${JSON.stringify(message)}\n`), null);

const context = WebKit2.WebContext.new_ephemeral();
const jar = context.get_cookie_manager();
/** What cookies are sent with, by the number that libsoup has for it. */
const SAME_SITE = ["None", "Lax", "Strict"];
const views = [];

/** How long what was asked of a document may still answer after it is left, in milliseconds: now and then it never does. */
const LEAVES = 1_000;
/** What documents were asked for and have not answered, by view: functions that say that the document is gone. */
const unanswered = new Map();

/** A view shows another document. */
function leave(view, number) {
  const asked = [...(unanswered.get(view) ?? [])];
  GLib.timeout_add(GLib.PRIORITY_DEFAULT, LEAVES, () => {
    for (const fail of asked) fail();
    say({ number, left: true });
    return GLib.SOURCE_REMOVE;
  });
}

function openView() {
  const number = views.length;
  const content = new WebKit2.UserContentManager();
  content.register_script_message_handler("taut");
  content.connect("script-message-received::taut", (_, message) => say({ number, told: message.get_js_value().to_string() }));
  const view = new WebKit2.WebView({
    web_context: context,
    user_content_manager: content,
    is_controlled_by_automation: true,
  });
  // Our own functions run in the documents all the same.
  view.get_settings().enable_javascript_markup = !!mayScript;
  view.get_settings().hardware_acceleration_policy = WebKit2.HardwareAccelerationPolicy.NEVER;
  const window = new Gtk.Window({ default_width: 1280, default_height: 720 });
  window.add(view);
  window.show_all();
  view.grab_focus();
  view.connect("close", () => window.destroy());
  view.connect("load-changed", (_, event) => event == WebKit2.LoadEvent.COMMITTED && leave(view, number));
  views.push(view);
  return view;
}

/** Loads a document, until the first of it is there. */
function load(view, done, begin) {
  const { COMMITTED } = WebKit2.LoadEvent;
  const end = (read) => {
    for (const id of ids) view.disconnect(id);
    done(read);
  };
  const ids = [
    view.connect("load-changed", (_, event) => event == COMMITTED && end()),
    view.connect("load-failed", (_view, _event, address, { message }) =>
      end(() => {
        throw new Error(`${address}: ${message}`);
      }),
    ),
  ];
  begin();
}

/** What the tests may ask of a window; each gives its result to `done`, or fails. */
const asked = {
  init(view, done, source) {
    const { ALL_FRAMES } = WebKit2.UserContentInjectedFrames;
    const { START } = WebKit2.UserScriptInjectionTime;
    view.get_user_content_manager().add_script(new WebKit2.UserScript(source, ALL_FRAMES, START, null, null));
    done();
  },
  run(view, done, source, json) {
    const given = new GLib.Variant("a{sv}", { json: new GLib.Variant("s", json) });
    if (!unanswered.has(view)) unanswered.set(view, new Set());
    const waiting = unanswered.get(view);
    const end = (read) => waiting.delete(gone) && done(read);
    const gone = () =>
      end(() => {
        throw new Error("the document is gone");
      });
    waiting.add(gone);
    view.call_async_javascript_function(`return (${source})(json)`, -1, given, null, null, null, (_, result) =>
      end(() => {
        const value = view.call_async_javascript_function_finish(result);
        return value.is_undefined() || value.is_null() ? null : value.to_string();
      }),
    );
  },
  go: (view, done, url) => load(view, done, () => view.load_uri(url)),
  reload: (view, done) => load(view, done, () => view.reload()),
  back: (view, done) => load(view, done, () => view.go_back()),
  address: (view, done) => done(() => view.uri),
  cookies(_, done) {
    jar.get_all_cookies(null, (_, result) =>
      done(() =>
        jar.get_all_cookies_finish(result).map((cookie) => ({
          name: cookie.get_name(),
          value: cookie.get_value(),
          domain: cookie.get_domain(),
          path: cookie.get_path(),
          expires: cookie.get_expires()?.to_unix() ?? -1,
          httpOnly: cookie.get_http_only(),
          secure: cookie.get_secure(),
          sameSite: SAME_SITE[cookie.get_same_site_policy()],
        })),
      ),
    );
  },
  addCookie(_, done, { name, value, domain, path, expires, httpOnly, secure, sameSite }) {
    const cookie = new Soup.Cookie(name, value, domain, path, -1);
    if (expires >= 0) cookie.set_expires(GLib.DateTime.new_from_unix_utc(expires));
    cookie.set_http_only(httpOnly);
    cookie.set_secure(secure);
    cookie.set_same_site_policy(SAME_SITE.indexOf(sameSite));
    jar.add_cookie(cookie, null, (_, result) => done(() => jar.add_cookie_finish(result)));
  },
  front(view, done) {
    view.get_toplevel().present();
    view.grab_focus();
    done();
  },
};

function answer({ id, number, what, given }) {
  const done = (read = () => null) => {
    try {
      say({ id, result: read() });
    } catch (error) {
      say({ id, error: error.message });
    }
  };
  asked[what](views[number], done, ...given);
}

function listen() {
  input.read_line_async(GLib.PRIORITY_DEFAULT, null, (_, result) => {
    const [line] = input.read_line_finish(result);
    // The tests are over.
    if (line == null) return Gtk.main_quit();
    answer(JSON.parse(ByteArray.toString(line)));
    listen();
  });
}

context.set_automation_allowed(true);
context.connect("automation-started", (_, session) => {
  const information = new WebKit2.ApplicationInfo();
  information.set_name("Taut");
  session.set_application_info(information);
  session.connect("create-web-view", openView);
});
listen();
Gtk.main();
