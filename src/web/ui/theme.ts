import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e7f2f0', '#cde5e2', '#9dccc7', '#6cb2ab', '#3e968e', '#1b7a72', '#0b5d57', '#094d48', '#073d39', '#052e2b',
];
const amber: MantineColorsTuple = [
  '#fbf3e2', '#f5e4c1', '#ebcd8f', '#dfb35a', '#cf9733', '#b7791f', '#8f5c12', '#734a0f', '#57380b', '#3c2708',
];
const red: MantineColorsTuple = [
  '#fcebea', '#f8d3d1', '#f0aaa6', '#e5807a', '#d75750', '#c63a33', '#b3261e', '#931f18', '#731813', '#53110d',
];
const green: MantineColorsTuple = [
  '#e8f4e9', '#cfe7d0', '#a3cfa5', '#77b77b', '#4f9d54', '#3a8a40', '#2e7d32', '#256629', '#1c4f1f', '#143916',
];
const blue: MantineColorsTuple = [
  '#e8f0f9', '#cfe0f2', '#a3c3e4', '#77a5d5', '#4a86c3', '#2f70b3', '#1d5fa8', '#184e8a', '#123d6c', '#0d2c4f',
];
const gray: MantineColorsTuple = [
  '#fbfaf7', '#f4f1eb', '#eae6de', '#ddd8ce', '#c4bdae', '#938c7e', '#676257', '#4f4b43', '#37342f', '#1b2a2f',
];
const dark: MantineColorsTuple = [
  '#e6ebeb', '#c6cfd0', '#a3b0b2', '#6f7f82', '#3d4b4f', '#2c393d', '#222d31', '#182124', '#11191b', '#0b1113',
];

export const theme = createTheme({
  fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
  headings: { fontFamily: "'Be Vietnam Pro', system-ui, sans-serif", fontWeight: '600' },
  colors: { teal, amber, red, green, blue, gray, dark },
  primaryColor: 'teal',
  primaryShade: { light: 6, dark: 5 },
  black: '#1b2a2f',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.4', xl: '1.3' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '8px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'md',
  shadows: Object.fromEntries(
    ['xs', 'sm', 'md', 'lg', 'xl'].map((size) => [size, '0 2px 8px rgb(27 42 47 / 12%)']),
  ),
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Colours that carry a meaning, in both themes; every style sheet takes them from here. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfaf7',
    '--mantine-color-text': '#1b2a2f',
    '--mantine-color-dimmed': '#5c625f',
    '--mantine-color-placeholder': '#6d7370',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#0b5d57',
    '--mantine-color-default-border': '#c4bdae',
    '--by-surface': '#ffffff',
    '--by-sunken': '#f4f1eb',
    '--by-line': '#ddd8ce',
    '--by-ink': '#1b2a2f',
    '--by-quiet': '#5c625f',
    '--by-primary': '#0b5d57',
    '--by-primary-soft': '#e7f2f0',
    '--by-soon': '#8f5c12',
    '--by-soon-mark': '#b7791f',
    '--by-soon-soft': '#fbf3e2',
    '--by-danger': '#b3261e',
    '--by-danger-soft': '#fcebea',
    '--by-good': '#256629',
    '--by-good-mark': '#2e7d32',
    '--by-good-soft': '#e8f4e9',
    '--by-info': '#1d5fa8',
    '--by-info-soft': '#e8f0f9',
    '--by-shadow': '0 2px 8px rgb(27 42 47 / 12%)',
  },
  dark: {
    '--mantine-color-body': '#11191b',
    '--mantine-color-text': '#e6ebeb',
    '--mantine-color-dimmed': '#a3b0b2',
    '--mantine-color-placeholder': '#93a1a3',
    '--mantine-color-error': '#f0aaa6',
    '--mantine-color-anchor': '#6cc2b9',
    '--mantine-color-default-border': '#4a5a5e',
    '--by-surface': '#182124',
    '--by-sunken': '#222d31',
    '--by-line': '#334145',
    '--by-ink': '#e6ebeb',
    '--by-quiet': '#a3b0b2',
    '--by-primary': '#6cc2b9',
    '--by-primary-soft': '#12302d',
    '--by-soon': '#ebcd8f',
    '--by-soon-mark': '#cf9733',
    '--by-soon-soft': '#33270f',
    '--by-danger': '#f0aaa6',
    '--by-danger-soft': '#3a1917',
    '--by-good': '#a3cfa5',
    '--by-good-mark': '#77b77b',
    '--by-good-soft': '#16301a',
    '--by-info': '#a3c3e4',
    '--by-info-soft': '#132a42',
    '--by-shadow': '0 2px 8px rgb(0 0 0 / 45%)',
  },
});
