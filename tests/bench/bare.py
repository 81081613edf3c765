"""The bare Streamlit page everything on the screen is measured beside: 100 rows, nothing else; and
one with three charts and two tables, for what Streamlit and charts themselves take of such a page.

It gets what is known to help Streamlit: nothing watched, and what was imported frozen before the
first visit.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.commands.processes import Processes, answers, free_port, wait_until

START_SECONDS = 60.0
FILES = {
    "asgi.py": """
import contextlib, gc, pathlib, pandas, streamlit as st

@contextlib.asynccontextmanager
async def lifespan(app):
    gc.collect()
    gc.freeze()
    yield

app = st.App(str(pathlib.Path(__file__).parent / "app.py"), lifespan=lifespan)
""",
    "app.py": """
import streamlit as st

st.set_page_config(layout="wide", initial_sidebar_state=232)
pages = ("Rest", "Table", "Charts")
st.navigation([st.Page(f"{name.lower()}.py", title=name) for name in pages]).run()
""",
    "rest.py": "import streamlit as st; st.title('Rest')",
    "table.py": """
import pandas as pd, streamlit as st

rows = {f"column {place}": [place * row for row in range(100)] for place in range(11)}
pictures = [f"PICTURES/{row % 40}.svg" for row in range(100)]
st.title("Table")
st.dataframe(
    pd.DataFrame({"picture": pictures, **rows}),
    column_config={"picture": st.column_config.ImageColumn()},
    hide_index=True,
    row_height=44,
    height=566,
    alt="Rows",
)
""",
    "charts.py": """
import pandas as pd, plotly.graph_objects as go, streamlit as st

st.title("Charts")
for place, column in enumerate(st.columns(3)):
    bars = {"type": "bar", "x": list("abcdefgh"), "y": [(place + 1) * step for step in range(8)]}
    figure = go.Figure(data=[bars], layout={"height": 228}, _validate=False)
    column.plotly_chart(figure, theme=None, key=f"chart-{place}")
rows = {f"column {place}": [place * row for row in range(100)] for place in range(11)}
st.dataframe(pd.DataFrame(rows), hide_index=True, height=400, alt="Rows")
st.dataframe(pd.DataFrame(rows)[:5], hide_index=True, alt="Tiers")
""",
}


def start_bare(processes: Processes, folder: Path, pictures: str) -> str:
    """Serves the bare page with the settings of the product; its address once it answers."""
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("PICTURES", pictures), encoding="utf-8")
    port = free_port(0)
    command = ["-m", "streamlit", "run", str(folder / "asgi.py"), "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    process = processes.start(command, log=folder / "bare.log")
    url = f"http://127.0.0.1:{port}"
    assert wait_until(
        lambda: answers(f"{url}/_stcore/health"),
        seconds=START_SECONDS,
        alive=lambda: process.poll() is None,
    ), (folder / "bare.log").read_text("utf-8")
    return url
