/** Every word of signing in. */
export const signInMessages = {} as const
