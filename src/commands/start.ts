// `npm start`: the whole service on this machine, with its own database, inbox and fictional
// county; with `--with-stripe-twin` also pretend money.
import { createServer } from 'node:net'
import { join } from 'node:path'
import { signInAs } from '#upkeep/demonstration/people.ts'
import { loadDemonstration, schoolsHeld } from './demonstrate.ts'
import { startMailTwin } from './mail-twin.ts'
import { announce, newCommandToken, notePrepared, nowServing, stateFolder, wasPrepared, withdraw } from './running.ts'
import { builtWorker, migrate, type Running, startWorker } from './worker.ts'

const say = (line: string): void => console.log(line)

const fail = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

const portFrom = (text: string | undefined): number => {
  const port = Number(text ?? 8787)
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : fail(`PORT must be a number from 1 to 65535, not "${text}".`)
}

const portIsFree = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => answer(true)))
  })

/** Runs the clock now and every full minute, as production does; a slow run is not overtaken. */
const everyMinute = (running: Running): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const wait = (): void => {
    timer = setTimeout(() => void fire(), 60_000 - (Date.now() % 60_000))
  }
  const fire = async (): Promise<void> => {
    try {
      const worker = await running.miniflare.getWorker()
      await worker.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    } catch (error) {
      if (!stopped) console.error(`The scheduled work failed: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (!stopped) wait()
  }
  void fire()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** As many doors from the Worker's, or any that is free. */
const portBeside = async (port: number, doors: number): Promise<number> => ((await portIsFree(port + doors)) ? port + doors : 0)

type Twin = { url: string; vars: Record<string, string>; stop: () => Promise<void> }

/**
 * Starts the tests' twin of Stripe beside the Worker and points the Worker to it. It is loaded
 * only here.
 */
const startTwin = async (beside: number): Promise<Twin> => {
  const { startStripeTwin } = await import('#tools/twins/stripe/server.ts')
  const secret = 'whsec_pretend_money'
  const twin = await startStripeTwin({
    port: await portBeside(beside, 1),
    webhookUrl: `http://127.0.0.1:${beside}/stripe/webhooks`,
    secret,
    stateFile: join(stateFolder(), 'stripe-twin.json'),
  })
  const vars = { STRIPE_SECRET_KEY: 'sk_test_pretend_money', STRIPE_WEBHOOK_SECRET: secret, STRIPE_API_BASE: twin.url }
  return { url: twin.url, vars, stop: twin.stop }
}

const twinLines = ({ url }: Twin): string[] => [
  `  PRETEND MONEY         ${url}/desk  (a twin of Stripe: nobody is charged, no card is real)`,
  '                        Pay by card or on a Stripe invoice and choose there what becomes of it.',
  '',
]

const openingLines = (url: string, demonstration: boolean, twin: Twin | undefined): string[] => [
  '',
  `Muster is ready.  Open  ${url}`,
  '',
  `  Every mail it sends   ${url}/dev/inbox  (what a twin of Resend received; nothing leaves this machine)`,
  `  Sign in               ${url}/sign-in  (type an address below, then the code from the inbox)`,
  '',
  ...(twin ? twinLines(twin) : []),
  ...(demonstration
    ? signInAs.map(({ email, role, does }) => `    ${email.padEnd(38)} ${role}: ${does}`)
    : ['    administrator@example.gov.uk           first administrator (FIRST_ADMINISTRATOR in wrangler.toml)']),
  '',
  'Ctrl+C stops it; the data stays.  npm run reset -- --demo  loads the demonstration afresh.',
]

const strange = process.argv.slice(2).filter((word) => word !== '--with-stripe-twin')
if (strange.length > 0) fail(`npm start knows only --with-stripe-twin, not ${strange.join(' ')}.`)
const port = portFrom(process.env['PORT'])
if (Number(process.versions.node.split('.')[0]) < 22) {
  fail(`Muster needs Node 22 or newer; this is ${process.versions.node}. "npm start" uses the one that "npm ci" installed.`)
}
const other = await nowServing()
if (other) fail(`Another npm start already serves this data at ${other.url} (process ${other.pid}). Stop it first, or open it.`)
if (!(await portIsFree(port))) fail(`Port ${port} is taken. Choose another one with the environment variable PORT, such as PORT=8788.`)

const startedAt = Date.now()
const built = await builtWorker(() => say('Building Muster …'))
process.on('exit', () => withdraw(process.pid))

const token = newCommandToken()
// No secret: what is enciphered with it lies in a folder of this computer.
const localKey = `local:${Buffer.alloc(32, 'muster').toString('base64')}`
const url = `http://localhost:${port}`
const twin = process.argv.includes('--with-stripe-twin') ? await startTwin(port) : undefined
const mail = await startMailTwin({ built, port: await portBeside(port, 2), webhookUrl: `http://127.0.0.1:${port}/resend/webhooks` })
const startAt = (door: number): Promise<Running> =>
  startWorker({
    port: door,
    persist: stateFolder(),
    vars: { LOCAL_MAIL: '1', LOCAL_TOKEN: token, BASE_URL: url, FACTOR_KEYS: localKey, TICKET_KEY: localKey, ...mail.vars, ...twin?.vars },
    built,
  })
const prepare = async ({ miniflare }: Running): Promise<void> => {
  await migrate(miniflare).catch((error) => fail(error instanceof Error ? error.message : String(error)))
  notePrepared(stateFolder())
}
// Whoever asks before the data can answer finds nobody there yet, rather than an error.
if (!wasPrepared(stateFolder())) {
  const preparing = await startAt(0)
  await prepare(preparing)
  await preparing.stop()
}
const running = await startAt(port)
await prepare(running)
let stopMinutes = (): void => {}
let stopping = false
const stop = async (code: number): Promise<never> => {
  if (!stopping) {
    stopping = true
    stopMinutes()
    withdraw(process.pid)
    await twin?.stop()
    await mail.stop()
    await running.stop()
  }
  return process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Miniflare's own listener would end the process before workerd has closed the database.
  process.removeAllListeners(signal)
  process.on(signal, () => void stop(0))
}

try {
  announce({ url, token, pid: process.pid, state: stateFolder() })
  const at = { url, token }
  let held = await schoolsHeld(at)
  if (held.schools === 0) {
    say('Loading the demonstration, a fictional county …')
    await loadDemonstration(at, (line) => say(`  ${line}`))
    held = await schoolsHeld(at)
  }
  mail.limit()
  stopMinutes = everyMinute(running)
  for (const line of openingLines(url, held.demonstration, twin)) say(line)
  say(`(${((Date.now() - startedAt) / 1000).toFixed(0)} s)`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  await stop(1)
}
