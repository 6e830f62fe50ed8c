// `npm run check`: what can be said without starting Florin, in under a minute: types, format, lint, structure, generated files.
import { checks } from './run/checks.ts'
import { runSteps, table, tests } from './run/steps.ts'

const lines = await runSteps([...checks, tests('structure', ['app/tidy.test.ts'])], { goOn: true })
console.log(`\n${table(lines)}`)
process.exitCode = lines.every(({ outcome }) => outcome?.ok) ? 0 : 1
