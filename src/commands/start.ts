// `npm start`: the whole service on this machine, with its own database, inbox and fictional
// county; with `--with-stripe-twin` also pretend money.
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { anotherLocalVersion } from '#base/db/version.ts'
import { schoolsHeld } from '#tools/demonstration/demonstrate.ts'
import { keptDemonstration, placeDemonstration } from '#tools/demonstration/kept-demonstration.ts'
import { signInAs } from '#tools/local/demonstration/people.ts'
import { isOfThisVersion } from './data-version.ts'
import { writeEmptyDatabase } from './empty-database.ts'
import { explained } from './explained.ts'
import { removeUnfinished } from './kept-folder.ts'
import { localFile, localSnapshot } from './local-data.ts'
import { type MailTwin, mailTwinVars, startMailTwin } from './mail-twin.ts'
import { freePort, whyNotPort } from './port.ts'
import { announce, endLeftBehind, localVars, logFile, newCommandToken, stateFolder, takeData, withdraw } from './running.ts'
import { root, settingsOf } from './settings.ts'
import { startHelp, startOptions } from './start-options.ts'
import { stepsOn } from './steps.ts'
import { builtWorker, type Running, startWorker } from './worker.ts'

const fail = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

const asked = startOptions(process.argv.slice(2), process.env['PORT'])
const options = typeof asked === 'string' ? fail(asked) : asked
if (options.isHelp) {
  console.log(startHelp)
  process.exit(0)
}
const { port, isQuiet } = options
const url = `http://localhost:${port}`
const say = (line: string): void => {
  if (!isQuiet) console.log(line)
}
const step = stepsOn({
  write: (text) => void (isQuiet || process.stdout.write(text)),
  isTerminal: process.stdout.isTTY,
})

type Part = { stop: () => Promise<void> }
const parts: Part[] = []
let stopMinutes = (): void => {}
let isStopping = false
const mostStopping = 800

/** Ends everything; what hangs goes with this process. */
const stop = async (code: number): Promise<void> => {
  if (isStopping) return
  isStopping = true
  setTimeout(() => process.exit(code), mostStopping)
  stopMinutes()
  withdraw(process.pid)
  await Promise.allSettled(parts.map((part) => part.stop()))
  process.exit(code)
}
const stopWhenAsked = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Miniflare's own listener would end the process before workerd has closed the database.
    process.removeAllListeners(signal)
    process.on(signal, () => void stop(0))
  }
}
const giveUp = (error: unknown): void => {
  if (isStopping) return
  console.error(explained(error))
  void stop(1)
}

/** Runs the clock now and every full minute, as production does; a slow run is not overtaken. */
const everyMinute = ({ miniflare }: Running, log: WriteStream): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const wait = (): void => {
    timer = setTimeout(() => void fire(), 60_000 - (Date.now() % 60_000))
  }
  const fire = async (): Promise<void> => {
    try {
      const worker = await miniflare.getWorker()
      await worker.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    } catch (error) {
      if (!stopped) log.write(`The scheduled work failed: ${error instanceof Error ? error.message : String(error)}\n`)
    }
    if (!stopped) wait()
  }
  void fire()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

type StripeTwin = Part & { url: string; vars: Record<string, string> }

/** Starts the twin of Stripe beside the Worker. It is loaded only here. */
const startStripe = async (): Promise<StripeTwin> => {
  const { startStripeTwin } = await import('#tools/twins/stripe/server.ts')
  const secret = 'whsec_pretend_money'
  const twin = await startStripeTwin({
    port: await freePort(port + 1),
    webhookUrl: `http://127.0.0.1:${port}/stripe/webhooks`,
    secret,
    stateFile: join(stateFolder(), 'stripe-twin.json'),
  })
  const vars = { STRIPE_SECRET_KEY: 'sk_test_pretend_money', STRIPE_WEBHOOK_SECRET: secret, STRIPE_API_BASE: twin.url }
  return { url: twin.url, vars, stop: twin.stop }
}

const startMail = (built: string, twinPort: number): Promise<MailTwin> =>
  startMailTwin({ built, folder: stateFolder(), port: twinPort, webhookUrl: `http://127.0.0.1:${port}/resend/webhooks` })

const openLog = (): WriteStream => {
  mkdirSync(dirname(logFile()), { recursive: true })
  // A log that cannot be written, such as on a full disk, ends nothing.
  return createWriteStream(logFile(), { mode: 0o600 }).on('error', () => {})
}

const lines = (hasDemonstration: boolean, stripe: StripeTwin | undefined): string[] => [
  '',
  `Muster is ready: ${url}`,
  '',
  ...(hasDemonstration
    ? [
        `  Sign in as      ${url}/dev  one press for each of these people:`,
        ...signInAs.map(({ email, role, does }) => `                    ${email.padEnd(38)} ${role}: ${does}`),
      ]
    : [`  Sign in         ${url}/sign-in  as administrator@example.gov.uk, the first administrator (wrangler.toml)`]),
  `  Every email     ${url}/dev/inbox  with the codes; nothing leaves this computer`,
  ...(stripe ? [`  Pretend money   ${stripe.url}/desk  a twin of Stripe: choose there what becomes of a payment`] : []),
  `  Log             ${relative(process.cwd(), logFile())}`,
  '',
  'Ctrl+C stops it and keeps the data. npm run reset -- --demo loads the demonstration afresh.',
]

const isOurs = (state: string): boolean => {
  const db = localSnapshot(state)
  try {
    return isOfThisVersion(root, (sql) => db.prepare(sql).all())
  } finally {
    db.close()
  }
}

const serve = async (): Promise<void> => {
  const state = stateFolder()
  const other = takeData()
  if (other) fail(other)
  await endLeftBehind()
  const whyNot = await whyNotPort(port)
  if (whyNot) fail(whyNot)
  removeUnfinished(state)
  const hasData = localFile(state) !== undefined
  if (hasData && !isOurs(state)) fail(anotherLocalVersion)
  stopWhenAsked()
  process.on('uncaughtException', giveUp)

  const built = await step('Build', () => builtWorker())
  const { databaseId } = settingsOf(built)
  const log = openLog()
  const token = newCommandToken()
  const stripe = options.withStripeTwin ? await startStripe() : undefined
  if (stripe) parts.push(stripe)
  const mailPort = await freePort(port + 2)
  const isToLoad = !hasData && !options.isEmpty
  const progress = { said: [] as string[], isDone: !isToLoad }
  if (!hasData && options.isEmpty) writeEmptyDatabase(state, databaseId)
  announce({ url, token, pid: process.pid, state })
  const vars = { ...localVars(url), LOCAL_TOKEN: token, ...mailTwinVars(`http://127.0.0.1:${mailPort}`), ...stripe?.vars }
  const running = await step(`Service at ${url}`, () =>
    startWorker({
      port,
      persist: state,
      vars,
      built,
      withoutDatabase: isToLoad,
      log: (line) => void log.write(`${line}\n`),
      ...(isToLoad ? { loading: () => progress } : {}),
    }),
  )
  parts.push(running)
  stopWhenAsked()
  if (isToLoad)
    await step('Demonstration, a fictional county', async (sayStep) => {
      const kept = await keptDemonstration({ built, vars: localVars(url), withMailTwin: true }, new Date(), (line) => {
        progress.said.push(line)
        sayStep(line)
      })
      if (!isStopping) placeDemonstration(kept, state, databaseId)
    })
  const mail = await startMail(built, mailPort)
  parts.push(mail)
  progress.isDone = true
  const { demonstration } = await schoolsHeld({ url, token })
  mail.limit()
  if (isStopping) return
  stopMinutes = everyMinute(running, log)
  if (isQuiet) console.log(url)
  for (const line of lines(demonstration, stripe)) say(line)
}

process.on('exit', () => withdraw(process.pid))
await serve().catch(giveUp)
