"""What a run has drawn reaches the page, whatever is asked next.

Streamlit forgets what a run has sent but its event loop has not passed on yet when a part of the page asks for another
run just as that one ends, and only a full run would draw it again. So such a request waits until all is passed on, and
what is asked after it waits behind it.
"""

from collections import deque
from functools import cache, wraps
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

AGAIN = 0.002
"""Seconds from one look to the next at whether all is passed on."""


@cache
def keep() -> None:
    """From now on, in all sessions of the server."""
    request = AppSession.request_rerun
    waiting: WeakKeyDictionary[AppSession, deque[ClientState]] = WeakKeyDictionary()

    @wraps(request)
    def in_turn(session: AppSession, client_state: ClientState | None) -> None:
        if client_state is None:
            request(session, None)
        elif session in waiting:
            waiting[session].append(client_state)
        elif client_state.fragment_id and _ends(session):
            waiting[session] = deque([client_state])
            session._event_loop.call_later(AGAIN, go_on, session)
        else:
            request(session, client_state)

    def go_on(session: AppSession) -> None:
        if _ends(session):
            session._event_loop.call_later(AGAIN, go_on, session)
            return
        for client_state in waiting.pop(session):
            request(session, client_state)

    AppSession.request_rerun = in_turn  # type: ignore[assignment, method-assign]


def _ends(session: AppSession) -> bool:
    """Whether the session's last run is over, and not all that it sent is passed on."""
    runner = session._scriptrunner
    return runner is not None and runner._requests._state is ScriptRequestType.STOP
