import { addWords } from '../words/i18n.ts'
import { signInMessages } from './messages.en.ts'

addWords('signIn', signInMessages)

export function SignInPage() {
  return <main id="main" tabIndex={-1} />
}
