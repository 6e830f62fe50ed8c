/** What Stripe has changed since the API file of April 2024, or what that file never had right. Each with its reason. */
const differences: { pattern: RegExp; reason: string }[] = [
  {
    pattern: /checkout\/sessions\S* (\/data\/\*)?\/ui_mode must/,
    reason: 'The pages were called hosted and embedded; since dahlia they are hosted_page, embedded_page and elements.',
  },
]

/** The reason why this finding is no error of the simulator, or undefined when it is one. */
export const isKnownDifference = (line: string): string | undefined =>
  differences.find((difference) => difference.pattern.test(line))?.reason
