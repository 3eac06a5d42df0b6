"""Closes the window of this title as a window manager does: by the message WM_DELETE_WINDOW. Usage: close_window.py TITLE"""

import ctypes
import sys
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = c_void_p
x11.XDefaultRootWindow.restype = c_ulong
x11.XInternAtom.restype = c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("message_type", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
        # XSendEvent reads a whole XEvent.
        ("rest", c_long * 24),
    ]


display = c_void_p(x11.XOpenDisplay(None))
atom = lambda name: c_ulong(x11.XInternAtom(display, name, 0))


def titled(window):
    """The windows below `window` whose title begins with the one wanted."""
    root, parent, children, count = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
    x11.XQueryTree(display, c_ulong(window), byref(root), byref(parent), byref(children), byref(count))
    for child in [children[at] for at in range(count.value)]:
        name = c_char_p()
        x11.XFetchName(display, c_ulong(child), byref(name))
        takes, many = POINTER(c_ulong)(), c_int()
        x11.XGetWMProtocols(display, c_ulong(child), byref(takes), byref(many))
        protocols = [takes[at] for at in range(many.value)]
        if atom(b"WM_DELETE_WINDOW").value in protocols and (name.value or b"").decode().startswith(sys.argv[1]):
            yield child
        yield from titled(child)


found = list(titled(x11.XDefaultRootWindow(display)))
if not found:
    sys.exit(f"no window is called {sys.argv[1]}")
message = ClientMessage(33, 0, 1, display, found[0], atom(b"WM_PROTOCOLS"), 32)
message.data[0] = atom(b"WM_DELETE_WINDOW").value
x11.XSendEvent(display, c_ulong(found[0]), 0, c_long(0), byref(message))
# Not before the server has it.
x11.XSync(display, 0)
