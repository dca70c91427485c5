"""The small page in Streamlit."""

import small_page
import streamlit as st

st.header(small_page.TITLE)
points = st.slider("Points", small_page.FEWEST, small_page.MOST, small_page.FIRST)
st.altair_chart(small_page.chart(points), width="content")
answer = st.radio(small_page.PROMPT, small_page.OPTIONS, index=None)
if st.button("Check"):
    st.write(small_page.feedback(answer))
