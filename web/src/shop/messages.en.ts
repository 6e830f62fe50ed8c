/** Every word of the shop. */
export const shopMessages = {} as const
