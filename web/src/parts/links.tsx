import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Html<P> = P & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P> & { ref?: Ref<HTMLAnchorElement> }

/** A link in text: `<TextLink to="/office/orders/$id" params={{ id }}>`. */
export const TextLink = createLink(({ ref, ...props }: Html<AnchorProps>) => <Anchor ref={ref} {...props} />)

/** A link that looks like a button: for going somewhere, never for doing something. */
export const ButtonLink = createLink(({ ref, ...props }: Html<ButtonProps>) => <Button component="a" ref={ref} {...props} />)

/** An entry of a side navigation; knows by itself whether its page is open. */
export const SideLink = createLink(({ ref, ...props }: Html<NavLinkProps>) => <NavLink component="a" ref={ref} {...props} />)
