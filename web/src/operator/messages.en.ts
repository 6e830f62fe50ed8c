/** Every word of the operator. */
export const operatorMessages = {} as const
