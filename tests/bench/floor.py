"""The floor: one slider, one small chart, no model; tuned like the app."""

import gc

import pandas as pd
import streamlit as st

st.set_page_config(layout="wide")
slope = st.slider("Slope", 0.0, 10.0, 1.0, 0.1, key="slope")
frame = pd.DataFrame({"x": range(60), "y": [slope * x for x in range(60)]})
spec = {
    "mark": "line",
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
    "height": 200,
}
st.vega_lite_chart(frame, spec, key="line")
if "frozen" not in st.session_state:
    st.session_state.frozen = True
    gc.collect()
    gc.freeze()
