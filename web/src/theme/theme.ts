import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  createTheme,
  InputWrapper,
  type MantineColorsTuple,
  Menu,
  Modal,
  mergeThemeOverrides,
  NavLink,
  Notification,
  Paper,
  PasswordInput,
  Select,
  Table,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

/** Deep leaf green; white on step 7 is 5.3 : 1, step 4 on the dark background 6.9 : 1. */
const leaf: MantineColorsTuple = [
  '#eef7f0',
  '#dcebdf',
  '#b9d8c1',
  '#93c3a0',
  '#6fb082',
  '#4f9b66',
  '#3b8752',
  '#2b7442',
  '#1f6336',
  '#124e28',
]
/** Coin gold, for money received only. */
const coin: MantineColorsTuple = [
  '#fdf7e6',
  '#f8ecc8',
  '#f0d892',
  '#e7c45c',
  '#dcb03a',
  '#c99a2e',
  '#a87c1d',
  '#866113',
  '#6d4e0f',
  '#523a0a',
]
/** Neutral, a breath of green. Step 6 is the dimmed text: 5.1 : 1 on white. */
const gray: MantineColorsTuple = [
  '#f8f9f7',
  '#f1f3f0',
  '#e6e9e4',
  '#d8dcd6',
  '#bfc5bd',
  '#8b948c',
  '#636d65',
  '#4c554e',
  '#333a34',
  '#1b201c',
]
const dark: MantineColorsTuple = [
  '#e2e6e2',
  '#bcc4bd',
  '#98a29a',
  '#6b756d',
  '#434b45',
  '#333a35',
  '#272d29',
  '#1a1f1c',
  '#141815',
  '#0e1110',
]

/** The look of all three faces. The shop lays the seller's accent colour over `primaryColor`. */
const theme = createTheme({
  colors: { leaf, coin, gray, dark },
  primaryColor: 'leaf',
  primaryShade: 7,
  black: '#1b201c',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 550 } }),
    Button: Button.extend({ defaultProps: { fw: 550 } }),
    // The help stands under the field, so that fields of one row stand on one line.
    InputWrapper: InputWrapper.extend({ defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } }),
    // Without its placeholder the keyboard goes to the first item; a menu may hold nothing but items.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    NavLink: NavLink.extend({ defaultProps: { fw: 500 }, styles: { root: { borderRadius: 8, paddingBlock: 7 } } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm', checkIconPosition: 'right' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320 } }),
  },
})

/** The theme with what its own buttons say: a cross alone tells nothing to who cannot see it. @param close "Close". */
export function themeInWords(close: string) {
  const closeButtonProps = { 'aria-label': close }
  return mergeThemeOverrides(
    theme,
    createTheme({
      components: {
        Modal: Modal.extend({ defaultProps: { centered: true, transitionProps: { duration: 120 }, closeButtonProps } }),
        Notification: Notification.extend({ defaultProps: { closeButtonProps } }),
      },
    }),
  )
}
