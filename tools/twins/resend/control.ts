// What only the twin has: a clock to move, recipients who answer, bounce and complain, and everything that can go wrong on the way.
import type { Account, Fate, Mail } from './account.ts'
import { bareAddress } from './addresses.ts'
import { deskModes, due, post, release, take } from './desk.ts'
import { befall, fateKinds, letTimePass } from './fates.ts'
import { type FaultKind, faultKinds } from './faults.ts'
import { arrive } from './inbound.ts'
import { invalid } from './refusal.ts'
import { calendarOf, partStats, replyMail, replyStyles } from './replies.ts'

type Body = Record<string, unknown>
type Control = (account: Account, body: Body, id: string) => unknown

const wanted = (value: unknown, name: string): string => {
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is missing`)
  return value
}
const numberOf = (value: unknown, name: string): number | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  const number = Number(value)
  if (!Number.isFinite(number)) throw invalid(`${name} is a number`)
  return number
}
const oneOf = <T extends string>(value: unknown, known: readonly T[], name: string): T => {
  const found = known.find((one) => one === value)
  if (!found) throw invalid(`${name} is one of ${known.join(', ')}`)
  return found
}
const addressOf = (body: Body): string => {
  const address = bareAddress(wanted(body['address'], 'address'))
  if (address === '') throw invalid('address is no address')
  return address
}

const faultsNow = (account: Account) => ({ next: account.faults.next.length, share: account.faults.share?.of ?? 0 })
const addressesNow = (account: Account) => ({
  fates: Object.fromEntries(account.fates),
  suppressed: Object.fromEntries(account.suppressed),
})

const happens = (account: Account, id: string, fate: Fate): Mail => {
  const mail = account.mail(id)
  for (const to of mail.to) befall(account, mail, to, fate)
  return mail
}

/** A mail in a list, without what is long. */
const brief = ({ html, text, attachments, ...mail }: Mail) => ({
  ...mail,
  attachments: attachments.map(({ content, ...one }) => ({ ...one, size: Math.floor((content.length * 3) / 4) })),
})

const listed = (account: Account, body: Body) => {
  const words = String(body['search'] ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const to = String(body['to'] ?? '')
  const since = body['since'] ? Date.parse(String(body['since'])) : 0
  const matches = [...account.mails.values()].filter((mail) => {
    if (mail.at < since || (to !== '' && !mail.to.some((one) => bareAddress(one) === to))) return false
    const where = `${mail.to.join(' ')} ${mail.subject}`.toLowerCase()
    return words.every((word) => where.includes(word))
  })
  const size = numberOf(body['size'], 'size') ?? matches.length
  const page = numberOf(body['page'], 'page') ?? 1
  const newest = body['order'] === 'newest' ? matches.toReversed() : matches
  const mails = newest.slice((page - 1) * size, page * size)
  return { total: matches.length, mails: body['brief'] === '1' ? mails.map(brief) : mails }
}

const controls: Record<string, Control> = {
  'POST endpoints': (account, body) => {
    account.desk.endpoints.push({ url: wanted(body['url'], 'url'), secret: wanted(body['secret'], 'secret') })
    return { endpoints: account.desk.endpoints.length }
  },
  'GET deliveries': (account, body) => ({
    deliveries:
      body['take'] === '1'
        ? take(account.desk, account.now(), numberOf(body['at'], 'at'))
        : due(account.desk, account.now(), numberOf(body['at'], 'at')),
    waiting: account.desk.waiting.length,
  }),
  'POST desk': (account, body) => {
    if (body['mode'] !== undefined) account.desk.mode = oneOf(body['mode'], deskModes, 'mode')
    account.desk.delaySeconds = numberOf(body['delaySeconds'], 'delaySeconds') ?? 0
    return { mode: account.desk.mode, delaySeconds: account.desk.delaySeconds }
  },
  'POST release': (account) => {
    release(account.desk, account.now())
    return { waiting: account.desk.waiting.length }
  },
  // Everything that ever happened is told once more, under the same ids.
  'POST replay': (account) => {
    for (const { id, event } of account.events) post(account.desk, id, event, account.now())
    return { waiting: account.desk.waiting.length }
  },
  'GET events': (account) => ({ events: account.events.map(({ event }) => event) }),
  'GET calls': (account) => ({ calls: account.calls }),
  'GET clock': (account) => ({ now: new Date(account.now()).toISOString(), waiting: account.waits.count }),
  'POST clock': (account, body) => {
    if (body['to'] === undefined) account.advance(numberOf(body['advance'], 'advance') ?? 0)
    else account.setClock(new Date(String(body['to'])).getTime(), body['standsStill'] === true)
    letTimePass(account)
    return { now: new Date(account.now()).toISOString() }
  },
  'POST faults': (account, body) => {
    const kind = oneOf(body['next'], faultKinds, 'next')
    const seconds = numberOf(body['seconds'], 'seconds') ?? 1
    for (let time = 0; time < (numberOf(body['times'], 'times') ?? 1); time++) account.faults.next.push({ kind, seconds })
    return faultsNow(account)
  },
  'POST faults/share': (account, body) => {
    const of = numberOf(body['of'], 'of') ?? 0
    const kinds = Array.isArray(body['kinds']) ? body['kinds'].map((one): FaultKind => oneOf(one, faultKinds, 'kinds')) : (['500'] as const)
    account.faults.share =
      of === 0
        ? undefined
        : { of, kinds: [...kinds], seconds: numberOf(body['seconds'], 'seconds') ?? 0, state: numberOf(body['seed'], 'seed') ?? 1 }
    return faultsNow(account)
  },
  'POST faults/clear': (account) => {
    Object.assign(account.faults, { next: [], share: undefined })
    return faultsNow(account)
  },
  'POST settings': (account, body) => {
    const { settings } = account
    if ('perSecond' in body) settings.perSecond = numberOf(body['perSecond'], 'perSecond')
    if ('dailyQuota' in body) settings.dailyQuota = numberOf(body['dailyQuota'], 'dailyQuota')
    if ('largest' in body) settings.largest = numberOf(body['largest'], 'largest') ?? settings.largest
    if ('isRevoked' in body) settings.isRevoked = body['isRevoked'] === true
    if ('sendsOnly' in body) settings.sendsOnly = body['sendsOnly'] === true
    if (Array.isArray(body['domains'])) settings.domains = body['domains'].map(String)
    return { ...settings }
  },
  'GET mails': listed,
  'GET mails/:id': (account, _, id) => {
    const mail = account.mail(id)
    const addresses = mail.to.map(bareAddress)
    return {
      ...mail,
      calendar: calendarOf(mail) ?? null,
      suppressed: addresses.some((address) => account.suppressed.has(address)),
      decided: account.fates.get(addresses[0] ?? '') ?? null,
    }
  },
  'POST mails/:id/bounce': (account, _, id) => happens(account, id, 'bounced'),
  'POST mails/:id/soft-bounce': (account, _, id) => happens(account, id, 'soft_bounced'),
  'POST mails/:id/complain': (account, _, id) => happens(account, id, 'complained'),
  'POST mails/:id/deliver': (account, _, id) => happens(account, id, 'delivered'),
  'POST mails/:id/reply': async (account, body, id) => {
    const reply = await replyMail(account.mail(id), oneOf(body['partStat'], partStats, 'partStat'), account.now(), {
      ...(body['style'] === undefined ? {} : { style: oneOf(body['style'], replyStyles, 'style') }),
      ...(typeof body['comment'] === 'string' && body['comment'] !== '' ? { comment: body['comment'] } : {}),
      ...(typeof body['attendee'] === 'string' ? { attendee: body['attendee'] } : {}),
    })
    return arrive(account, reply.to, reply.raw)
  },
  'POST inbound': (account, body) => {
    const raw = wanted(body['raw'], 'raw')
    return arrive(account, wanted(body['to'], 'to'), Buffer.from(raw, body['encoding'] === 'base64' ? 'base64' : 'utf8'))
  },
  'GET addresses': addressesNow,
  'POST addresses': (account, body) => {
    const address = addressOf(body)
    if (body['fate'] === null || body['fate'] === '') account.fates.delete(address)
    else account.fates.set(address, oneOf(body['fate'], fateKinds, 'fate'))
    return addressesNow(account)
  },
  'POST suppress': (account, body) => {
    account.suppressed.set(addressOf(body), 'manual')
    return addressesNow(account)
  },
  'POST unsuppress': (account, body) => {
    account.suppressed.delete(addressOf(body))
    return addressesNow(account)
  },
}

/** @param path what follows `/_twin/`: `clock`, or `mails/…/bounce` */
export const control = async (account: Account, method: string, path: string, body: Body): Promise<unknown> => {
  const [what = '', id = '', act] = path.split('/')
  const byId = what === 'mails' && id !== ''
  const run = controls[`${method} ${byId ? `mails/:id${act === undefined ? '' : `/${act}`}` : path}`]
  if (!run) throw invalid(`The twin has no ${method} /_twin/${path}`)
  const answer = await run(account, body, id)
  if (method === 'POST') account.changes += 1
  return answer
}
