/** How numbers and dates are written: as the browser's language does, or as American English. */
export const locale = navigator.language || 'en-US'
