// What `npm start` is asked for.
import { parseArgs } from 'node:util'

export type StartOptions = { port: number; isEmpty: boolean; isQuiet: boolean; isHelp: boolean; withStripeTwin: boolean }

export const startHelp = `npm start [-- OPTIONS]  serves Muster on this computer; the first time it loads a fictional county

  --port N             the port, instead of PORT or 8787
  --empty              without the fictional county, where there is no data yet
  --with-stripe-twin   with card payments and Stripe invoices in pretend money
  --quiet              prints the address and nothing else
  --help               prints this

npm run reset -- --demo  loads the fictional county afresh.`

const known = {
  port: { type: 'string' },
  empty: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  'with-stripe-twin': { type: 'boolean', default: false },
} as const

/**
 * @param portSet the environment variable PORT
 * @returns the options, or a sentence that says what is wrong with them
 */
export const startOptions = (words: readonly string[], portSet: string | undefined): StartOptions | string => {
  try {
    const { port = portSet ?? '8787', ...values } = parseArgs({ args: [...words], options: known }).values
    if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535) return `A port is a number from 1 to 65535, not "${port}".`
    return {
      port: Number(port),
      isEmpty: values.empty,
      isQuiet: values.quiet,
      isHelp: values.help,
      withStripeTwin: values['with-stripe-twin'],
    }
  } catch (error) {
    // Its first sentence says what is wrong, the others how Node sees it.
    const [sentence] = (error instanceof Error ? error.message : String(error)).split('. ')
    return `${sentence}. npm start -- --help says what there is.`
  }
}
