/** Every word of the office. */
export const officeMessages = {} as const
