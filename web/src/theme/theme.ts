import {
  type ActionIconProps,
  type AnchorProps,
  type BadgeProps,
  type ButtonProps,
  createTheme,
  type InputWrapperProps,
  type MantineColorsTuple,
  type MenuProps,
  type ModalProps,
  type NavLinkProps,
  type PaperProps,
  type PasswordInputProps,
  type SelectProps,
  type TableProps,
  type TextareaProps,
  type TextInputProps,
  type TooltipProps,
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
export const theme = createTheme({
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
    ActionIcon: byDefault<ActionIconProps>({ variant: 'subtle', color: 'gray' }),
    Anchor: byDefault<AnchorProps>({ underline: 'hover' }),
    Badge: byDefault<BadgeProps>({ variant: 'light', tt: 'none', fw: 550 }),
    Button: byDefault<ButtonProps>({ fw: 550 }),
    // The help stands under the field, so that fields of one row stand on one line.
    InputWrapper: byDefault<InputWrapperProps>({ inputWrapperOrder: ['label', 'input', 'description', 'error'] }),
    // Without its placeholder the keyboard goes to the first item; a menu may hold nothing but items.
    Menu: byDefault<MenuProps>({ withInitialFocusPlaceholder: false }),
    Modal: byDefault<ModalProps>({ centered: true, transitionProps: { duration: 120 } }),
    NavLink: { ...byDefault<NavLinkProps>({ fw: 500 }), styles: { root: { borderRadius: 8, paddingBlock: 7 } } },
    Paper: byDefault<PaperProps>({ withBorder: true }),
    PasswordInput: byDefault<PasswordInputProps>({ size: 'sm' }),
    Select: byDefault<SelectProps>({ size: 'sm', checkIconPosition: 'right' }),
    Table: byDefault<TableProps>({ verticalSpacing: 'xs', horizontalSpacing: 'sm' }),
    Textarea: byDefault<TextareaProps>({ size: 'sm' }),
    TextInput: byDefault<TextInputProps>({ size: 'sm' }),
    Tooltip: byDefault<TooltipProps>({ openDelay: 300, withArrow: true, multiline: true, maw: 320 }),
  },
})

/** How the parts of the kit look unless told otherwise. Said by name: the theme loads none of the parts themselves. */
function byDefault<Props>(defaultProps: Partial<Props>): { defaultProps: Partial<Props> } {
  return { defaultProps }
}
