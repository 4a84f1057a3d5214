// Whether the service is ready: the database answers and has this version's schema, the settings
// are there, the scheduled work runs, and mail leaves.

import { addMinutes, type Day, type Instant, instant, sayDay, sayInstant } from '#base/dates.ts'
import { anotherLocalVersion, anotherVersion } from '#base/db/version.ts'
import type { Bindings } from '#base/web/env.ts'
import { counted, inWords } from '#base/words.ts'

type MailHealth = 'ok' | 'local' | 'no_key' | 'not_a_key' | 'no_sender'

/** Addresses and hosts in the example configuration belong to nobody. */
const isExample = (text: string): boolean => /(^|[@./])example\.(gov\.uk|org|com)\b/.test(text)

/** Missing settings for sending mail. */
const mailHealth = (env: Pick<Bindings, 'LOCAL_MAIL' | 'RESEND_API_KEY'> & { MAIL_FROM?: string }): MailHealth => {
  if (env.LOCAL_MAIL === '1') return 'local'
  if (!env.RESEND_API_KEY) return 'no_key'
  if (!/^re_\w+$/.test(env.RESEND_API_KEY)) return 'not_a_key'
  const from = env.MAIL_FROM ?? ''
  return !/[^@\s<]+@[^@\s>]+/.test(from) || isExample(from) ? 'no_sender' : 'ok'
}

export type HealthFacts = {
  /** undefined when the database does not answer. */
  differences: string[] | undefined
  /** The data was made by another version; nothing else is known. */
  isAnotherVersion: boolean
  clockRanAt: Instant | undefined
  /** Due mail that has not left: the oldest one's time, and the provider's last error. */
  oldestDueAt: Instant | undefined
  lastError: string | undefined
  mailHeardAt: Instant | undefined
  stripeHeardAt: Instant | undefined
  /** Jobs that failed again and again, by name, with the name of the error. */
  failing: { job: string; error: string; things: number; failedAt: Instant }[]
  sweptAt: Instant | undefined
  /** Work that only the nightly sweep found, by kind. */
  missed: { kind: string; nights: number }[]
  /** The data was restored as of then, and the list of erasures was not applied since. */
  restoredFrom: Instant | undefined
  /** Erased people who are back since a restore; `tried`: a hold keeps them. */
  back: { personId: string; erasedOn: Day; tried: 0 | 1 }[]
}

/** `says`: a sentence for administrators, with nothing personal in it. */
export type Check = {
  name:
    | 'database'
    | 'schema'
    | 'resting'
    | 'address'
    | 'mail'
    | 'administrator'
    | 'clock'
    | 'jobs'
    | 'sweep'
    | 'erasures'
    | 'outbox'
    | 'seal'
    | 'factors'
    | 'tickets'
    | 'scanner'
    | 'webhooks'
  ok: boolean
  says: string
}

const mailSays: Record<MailHealth, string> = {
  ok: 'There are a key and a sender.',
  local: 'Mail is kept on this machine.',
  no_key: 'RESEND_API_KEY is not set: no mail is sent.',
  not_a_key: 'RESEND_API_KEY is no key of Resend: it begins with re_.',
  no_sender: 'MAIL_FROM names no address, or that of the example.',
}

/** The scheduled work runs every minute, and mail that nothing delays leaves within a few. */
const quietMinutes = 10

const at = (moment: Instant): string => sayInstant(new Date(moment))

const addressCheck = (env: Bindings): Omit<Check, 'name'> => {
  const address = env.BASE_URL
  if (!address)
    return { ok: env.LOCAL_MAIL === '1', says: 'BASE_URL is not set: nothing is done by the clock, and no link in a message is sure.' }
  const sound = /^https:\/\/[^/\s]+$/.test(address) && !isExample(address)
  return sound || env.LOCAL_MAIL === '1'
    ? { ok: true, says: `Links in messages begin with ${address}.` }
    : { ok: false, says: 'BASE_URL must be the address of this service, with https:// and without a slash at the end.' }
}

const schemaCheck = ({ differences = [] }: HealthFacts): Omit<Check, 'name'> => {
  if (differences.length === 0) return { ok: true, says: 'Every table, index, view and trigger is as this version expects it.' }
  const more = differences.length - 5
  return { ok: false, says: `${differences.slice(0, 5).join(', ')}${more > 0 ? `, and ${more} more` : ''}. Apply the migrations.` }
}

const outboxCheck = (found: HealthFacts, now: Date): Omit<Check, 'name'> => {
  const { oldestDueAt, lastError } = found
  if (oldestDueAt === undefined) return { ok: true, says: 'Nothing waits that should have left.' }
  // The provider's own words may quote an address, so only the number and name of its error.
  const refusal = lastError?.match(/^(\d{3}|unreachable) \w+/)?.[0]
  const late = oldestDueAt < instant(addMinutes(now, -quietMinutes))
  return {
    ok: !late && !refusal?.startsWith('401'),
    says: `The oldest message that should have left waits since ${at(oldestDueAt)}${refusal ? ` (${refusal})` : ''}.`,
  }
}

/** 32 bytes, or PKCS #8 of an Ed25519 key, in base64. */
const isKey = (setting: string): boolean => /^([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{64})$/.test(setting.trim())

const sealCheck = ({ SEAL_KEY, LOCAL_MAIL }: Bindings): Omit<Check, 'name'> => {
  if (!SEAL_KEY) return { ok: LOCAL_MAIL === '1', says: 'SEAL_KEY is not set: nobody signs the checkpoints of the protected record.' }
  return isKey(SEAL_KEY)
    ? { ok: true, says: 'Checkpoints of the protected record are signed.' }
    : {
        ok: false,
        says: 'SEAL_KEY is no key: it must be 32 bytes, or PKCS #8, in base64. Nobody signs the checkpoints of the protected record.',
      }
}

const factorsCheck = ({ FACTOR_KEYS, LOCAL_MAIL }: Bindings): Omit<Check, 'name'> => {
  if (!FACTOR_KEYS) return { ok: LOCAL_MAIL === '1', says: 'FACTOR_KEYS is not set: nobody is asked for a second factor.' }
  return FACTOR_KEYS.split(',').every((part) => /^[a-z0-9]{1,20}:[A-Za-z0-9+/]{43}=$/.test(part.trim()))
    ? { ok: true, says: 'Second factors can be set up.' }
    : { ok: false, says: 'FACTOR_KEYS must be a name and 32 bytes in base64, such as k1:…: no second factor can be set up.' }
}

const scannerCheck = ({ SCANNER_URL, LOCAL_MAIL }: Bindings): Omit<Check, 'name'> => {
  if (!SCANNER_URL) return { ok: true, says: 'SCANNER_URL is not set: files are not scanned for viruses.' }
  return LOCAL_MAIL === '1' || /^https:\/\/[^/\s]+\/\S+$/.test(SCANNER_URL)
    ? { ok: true, says: 'Each file is scanned for viruses before it is kept.' }
    : { ok: false, says: 'SCANNER_URL must be the whole address of a scanner, with https:// and a path such as /v2/scan.' }
}

const heard = (what: string, moment: Instant | undefined): string => `${what}: ${moment === undefined ? 'nothing yet' : at(moment)}`

const jobsCheck = ({ failing }: HealthFacts): Omit<Check, 'name'> => ({
  ok: failing.length === 0,
  says:
    failing.length === 0
      ? 'Nothing that the clock does fails again and again.'
      : `These have failed ten times or more, and are tried again every hour: ${failing
          .map(
            ({ job, error, things, failedAt }) =>
              `${job} (${things === 1 ? 'once' : `${things} times`}, ${error}, last on ${at(failedAt)})`,
          )
          .join('; ')}. The log of the Worker says why.`,
})

const sweepCheck = ({ sweptAt, missed }: HealthFacts): Omit<Check, 'name'> => ({
  ok: missed.length === 0,
  says: `What is due was last looked for in whole ${sweptAt === undefined ? 'never' : `on ${at(sweptAt)}`}. ${
    missed.length === 0
      ? 'Nothing had been missed in the last week.'
      : `Missed until then, and done since: ${missed.map(({ kind, nights }) => `${kind} (${inWords(nights, 'night')} of the last week)`).join(', ')}. Tell the people who maintain Muster.`
  }`,
})

const erasuresCheck = ({ FILES }: Bindings, { restoredFrom, back }: HealthFacts): Omit<Check, 'name'> => {
  if (restoredFrom !== undefined)
    return {
      ok: false,
      says: `This data was restored as of ${at(restoredFrom)}. People erased since then are back until you apply the list of erasures (npm run erasures).`,
    }
  const [first] = back
  if (!first)
    return {
      ok: true,
      says: `Nobody who was erased is back. ${FILES ? 'The list of erasures is in the bucket.' : 'No bucket keeps the list of erasures: npm run erasures does.'}`,
    }
  const tried = back.filter((one) => one.tried === 1).map(({ personId }) => personId)
  return {
    ok: false,
    says: `${counted(back.length, 'erased person is', 'erased people are')} back, erased since ${sayDay(first.erasedOn)}. ${
      tried.length === 0
        ? 'They are erased again within minutes.'
        : `Something keeps ${tried.slice(0, 5).join(', ')}${tried.length > 5 ? ` and ${tried.length - 5} more` : ''}: erase them on their pages, which say what.`
    }`,
  }
}

/** In the order of setting up. Silent webhooks are only reported: there may be nothing to tell. */
export const checksOf = (env: Bindings, found: HealthFacts, now: Date): Check[] => {
  const answers = found.differences !== undefined
  const local = env.LOCAL_MAIL === '1'
  const mail = mailHealth(env)
  const { clockRanAt } = found
  const administrator = env.FIRST_ADMINISTRATOR ?? ''
  const database: Check = { name: 'database', ok: answers, says: answers ? 'The database answers.' : 'The database does not answer.' }
  if (found.isAnotherVersion) return [database, { name: 'schema', ok: false, says: local ? anotherLocalVersion : anotherVersion }]
  return [
    database,
    ...(answers ? [{ name: 'schema' as const, ...schemaCheck(found) }] : []),
    { name: 'address', ...addressCheck(env) },
    { name: 'mail', ok: mail === 'ok' || mail === 'local', says: mailSays[mail] },
    {
      name: 'administrator',
      ok: local || (administrator.includes('@') && !isExample(administrator)),
      says: 'FIRST_ADMINISTRATOR is the address of the person who may set up the service, not that of the example.',
    },
    ...(env.MAINTENANCE
      ? [{ name: 'resting' as const, ok: false, says: 'MAINTENANCE is set: the service rests until it is deleted.' }]
      : []),
    {
      name: 'clock',
      ok: local || (clockRanAt !== undefined && clockRanAt >= instant(addMinutes(now, -quietMinutes))),
      says:
        clockRanAt === undefined
          ? 'What falls due with time has never been looked at.'
          : `What falls due with time was last looked at on ${at(clockRanAt)}.`,
    },
    ...(answers
      ? [
          { name: 'jobs' as const, ...jobsCheck(found) },
          { name: 'sweep' as const, ...sweepCheck(found) },
          { name: 'erasures' as const, ...erasuresCheck(env, found) },
        ]
      : []),
    ...(answers ? [{ name: 'outbox' as const, ...outboxCheck(found, now) }] : []),
    { name: 'seal', ...sealCheck(env) },
    { name: 'factors', ...factorsCheck(env) },
    {
      name: 'tickets',
      ok: local || Boolean(env.TICKET_KEY),
      says: env.TICKET_KEY ? 'Tickets can be scanned.' : 'TICKET_KEY is not set: no ticket has a code that is scanned at the door.',
    },
    { name: 'scanner', ...scannerCheck(env) },
    {
      name: 'webhooks',
      ok: true,
      says: `Last heard of mail: ${
        env.RESEND_WEBHOOK_SECRET ? heard('Resend', found.mailHeardAt) : 'not set up, so nobody can know which emails arrive at schools'
      }; of money: ${env.STRIPE_WEBHOOK_SECRET ? heard('Stripe', found.stripeHeardAt) : 'not set up'}.`,
    },
  ]
}
