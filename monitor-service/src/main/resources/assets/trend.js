// The trend in ECharts, for zooming. The drawing of the server stays until this has come, and is what readers of tables get.
(() => {
  const tag = document.currentScript, box = document.getElementById('trend'), rows = [...document.querySelectorAll('#trend-data tbody tr')];
  if (!box || rows.length < 24) return;
  const probe = document.createElement('i'); probe.hidden = true; box.append(probe);
  const colour = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const button = document.createElement('button');
  button.type = 'button'; button.className = 'button small quiet'; button.textContent = 'Zoom';
  box.closest('.card').querySelector('header').append(button);
  const words = ms => ms >= 60000 ? (ms / 60000).toFixed(1) + ' min' : ms >= 1000 ? (ms / 1000).toPrecision(3) + ' s' : Math.round(ms) + ' ms';
  let chart;
  const show = () => {
    const height = box.offsetHeight; box.replaceChildren(probe); box.style.height = height + 'px';
    chart = echarts.init(box, null, { renderer: 'canvas' }); paint(); addEventListener('resize', () => chart.resize()); document.addEventListener('andon:theme', paint);
  };
  const paint = () => {
    const line = name => rows.map(r => [r.dataset.at, parseFloat(r.dataset[name])]), ink = colour('--ink-3'), grid = colour('--c-grid');
    chart.setOption({
      animation: false, textStyle: { color: ink, fontFamily: 'inherit' }, grid: { left: 56, right: 16, top: 12, bottom: 56 },
      tooltip: { trigger: 'axis', valueFormatter: words, renderMode: 'richText' },
      xAxis: { type: 'time', axisLabel: { color: ink }, axisLine: { lineStyle: { color: grid } } },
      yAxis: { type: 'value', min: 0, axisLabel: { color: ink, formatter: words }, splitLine: { lineStyle: { color: grid } } },
      dataZoom: [{ type: 'slider', height: 22, bottom: 6 }, { type: 'inside' }],
      series: [{ name: 'p95', type: 'line', showSymbol: false, lineStyle: { width: 1, color: colour('--c-then') }, itemStyle: { color: colour('--c-then') }, data: line('p95') },
        { name: 'p50', type: 'line', showSymbol: false, lineStyle: { width: 2, color: colour('--c-now') }, itemStyle: { color: colour('--c-now') }, data: line('p50') }],
    });
  };
  button.onclick = () => {
    button.disabled = true;
    const script = document.createElement('script'); script.src = tag.dataset.echarts; script.onload = () => { button.remove(); show(); }; document.head.append(script);
  };
})();
