import { expect, test } from 'vitest';
import { describeChart, drawChart, toSvg } from './charts.rules.ts';
import type { ReportChart } from './reports.contract.ts';

const chart: ReportChart = {
  kind: 'line',
  title: 'Số nguồn tin theo năm',
  measureUnit: 'tin',
  points: [
    { label: '2021', value: '100' },
    { label: '2022', value: '4150' },
    { label: '2023', value: null },
    { label: '2024', value: '90' },
  ],
};
const textsOf = (one: ReportChart) =>
  drawChart(one, 'vi')!.shapes.flatMap((shape) => (shape.tag === 'text' ? [shape.text] : []));

test('every value stands beside its mark, and a gap breaks the line', () => {
  expect(textsOf(chart)).toEqual(expect.arrayContaining(['100', '4.150', '90', '2023']));
  expect(drawChart(chart, 'vi')!.shapes.filter(({ tag }) => tag === 'polyline')).toHaveLength(1);
});

test('shares carry their per cent', () => {
  expect(textsOf({ ...chart, kind: 'share', points: [chart.points[0]!, { label: 'Zalo', value: '300' }] })).toEqual(
    expect.arrayContaining(['100 (25,0%)', '300 (75,0%)']),
  );
});

test('less than two values are no chart', () => {
  expect(drawChart({ ...chart, points: chart.points.slice(2) }, 'vi')).toBeNull();
});

test('it is told in words, and no text becomes markup', () => {
  expect(describeChart(chart, 'vi')).toBe('Số nguồn tin theo năm (tin): 2021: 100; 2022: 4.150; 2024: 90.');
  const odd = { ...chart, kind: 'bars' as const, points: [{ label: '<b>&', value: '1' }, chart.points[0]!] };
  expect(toSvg(drawChart(odd, 'vi')!, 'Tinos')).toContain('&lt;b&gt;&amp;');
});
