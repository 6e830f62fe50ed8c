/** The short name of a problem, by its HTTP status. */
export const titles = {
  400: 'Something in the request is not right',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'This does not fit how things stand',
  410: 'No longer there',
  413: 'Too large',
  415: 'Wrong kind of content',
  422: 'Not possible',
  429: 'Too many tries',
  500: 'Something went wrong on our side',
  503: 'Not reachable at the moment',
  other: 'The request failed',
} as const
