// Attacks a Muster of this process on the local demonstration: clients ask for codes, guess them,
// claim schools and swap delegates. Meanwhile an officer and a school's contact sign in with
// known browsers, the contact sends a substitute, and two hundred people with places ask for codes
// in one hall. Run it by hand while nothing else serves the data:
// npx node tools/bench/hostile.ts [how many requests] [an officer's address] [seconds]
import { withOwnMuster } from '#commands/running.ts'
import { type Asked, ask } from './load.ts'
import { workerdMemory } from './memory.ts'

const requests = Number(process.argv[2] ?? 100_000)
const officer = process.argv[3] ?? 'organiser@muster.example'
const mostSeconds = Number(process.argv[4] ?? 4 * 3600)
const connections = 64
/** Of as many networks, each in a wider one of its own. */
const networks = 5000
/** Contacts of schools whose codes are asked for from everywhere. */
const attackedContacts = 40
const council = 'safeguarding@council.example'

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()
const from = (n: number): Record<string, string> => ({ 'cf-connecting-ip': `${203 + Math.floor((n % networks) / 250)}.${n % 250}.0.7` })
const tally = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1
}
const at = (times: number[], share: number): string =>
  `${Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0)} ms`

type Swapper = { email: string; reference: string; placeId: string; personId: string }

await withOwnMuster(
  async ({ url }, { miniflare }) => {
    const db = await miniflare.getD1Database('DB')
    const rows = async <T>(sql: string, ...values: unknown[]): Promise<T[]> => {
      const read = () =>
        db
          .prepare(sql)
          .bind(...values)
          .all<T>()
      // The door to the database shares the Worker's connections; one closed under load is
      // reopened.
      return (await read().catch(read)).results
    }
    const one = async (sql: string, ...values: unknown[]): Promise<number> => (await rows<{ n: number }>(sql, ...values))[0]?.n ?? 0
    const began = new Date().toISOString()
    // What an attack before this one has left.
    await db.batch(['LimitUse', 'CodeTurn'].map((table) => db.prepare(`DELETE FROM ${table}`)))
    await db.prepare(`UPDATE Setting SET value = json_set(value, '$.contactEmail', ?1) WHERE key = 'council'`).bind(council).run()
    const [honest, hostile] = await rows<Swapper>(
      `SELECT a.email, b.reference, p.id AS placeId, p.personId FROM Booking b JOIN Account a ON a.id = b.bookedById JOIN Place p ON p.bookingId = b.id
         JOIN Claim c ON c.accountId = a.id AND c.schoolId = b.schoolId AND c.state = 'approved'
       WHERE p.state = 'confirmed' AND p.personId IS NOT NULL AND (SELECT MIN(s.startsAt) FROM Session s WHERE s.eventId = b.eventId) > ?1
       GROUP BY a.email ORDER BY a.email LIMIT 2`,
      new Date(Date.now() + 7 * 24 * 3_600_000).toISOString(),
    )
    if (!honest || !hostile) throw new Error('The demonstration has nobody who could swap: npm run reset -- --demo')

    /** A browser that keeps its cookies. */
    const browser = (address: string) => {
      const jar = new Map<string, string>()
      const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const post = async (path: string, fields: Record<string, string>): Promise<number> => {
        const answer = await fetch(url + path, {
          ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
          headers: { origin: url, cookie: cookie(), 'cf-connecting-ip': address },
        })
        await answer.arrayBuffer()
        for (const set of answer.headers.getSetCookie()) {
          const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s)
          jar.set(name, value)
        }
        return answer.status
      }
      return { post, cookie }
    }
    const signIn = async (who: ReturnType<typeof browser>, email: string): Promise<{ worked: boolean; ms: number; answered: string }> => {
      const startedAt = performance.now()
      const asked = await who.post('/sign-in', { email })
      let entered = 0
      const tried = new Set<string>()
      // The code is sent after the answer, into a mailbox full of the attackers' codes: the
      // newest are tried first, as a person would.
      for (let look = 0; look < 20 && asked === 303 && entered !== 303; look += 1) {
        const mails = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 5', email)
        for (const code of mails.map(({ text }) => text.match(/\b\d{6}\b/)?.[0] ?? ''))
          if (entered !== 303 && tried.size < 5 && !tried.has(code))
            entered = await who.post('/sign-in/code', { code: [...tried.add(code)].at(-1) ?? '' })
        if (entered !== 303) await new Promise((done) => setTimeout(done, 250))
      }
      return { worked: entered === 303, ms: performance.now() - startedAt, answered: `${asked} ${entered}` }
    }
    /** Somebody else comes instead, by whoever is on the place now. */
    const swapOf = async (place: Swapper, n: number): Promise<Record<string, string>> => {
      const [now] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', place.placeId)
      const person = { 'name-1': `Somebody Else${'abcdefghij'[n % 10]}`, 'email-1': `else${n}@school.example`, 'role-1': 'dsl' }
      return { place: place.placeId, was: now?.personId ?? '', rows: '1', ...person, action: 'swap' }
    }
    const pathOf = ({ reference, placeId }: Swapper): string => `/bookings/${reference}/places/${placeId}/name`

    const [known, contact, mallory, insider] = [7, 8, 9, 10].map((n) => browser(`198.51.${n}.7`)) as [
      ...[ReturnType<typeof browser>, ReturnType<typeof browser>, ReturnType<typeof browser>, ReturnType<typeof browser>],
    ]
    const before = [
      await signIn(known, officer),
      await signIn(contact, honest.email),
      await signIn(insider, hostile.email),
      await signIn(mallory, 'mallory@evil.example'),
    ]
    console.log('before the attack, officer, contact, hostile insider, stranger:', before.map(({ answered }) => answered).join(', '))
    if (before.some(({ worked }) => !worked)) throw new Error('Not all of them were let in')
    const contacts = await rows<{ email: string }>(
      `SELECT DISTINCT email FROM SchoolContact WHERE endedAt IS NULL LIMIT ${attackedContacts}`,
    )
    const schools = await rows<{ id: string }>(`SELECT id FROM School WHERE origin <> 'outside' AND id = rootId LIMIT 500`)

    let made = 0
    const startedAt = performance.now()
    const next = async (n: number): Promise<Asked & { kind: string }> => {
      const headers = from(n)
      const post = (kind: string, path: string, body: Record<string, string>, cookie?: string) => ({
        ...{ kind, path, method: 'POST' as const, body: form(body), cookie, headers },
      })
      const kind = n % 10
      if (kind < 3) return post('code to the officer', '/sign-in', { email: officer })
      if (kind < 4) return post('code to a contact', '/sign-in', { email: contacts[Math.floor(n / 10) % contacts.length]?.email ?? '' })
      if (kind < 6) return post('code to a stranger', '/sign-in', { email: `someone${n}@nobody.example` })
      if (kind < 7) return post('guessed code', '/sign-in/code', { code: String(n % 1_000_000).padStart(6, '0') })
      if (kind < 8) return post('swap', pathOf(hostile), await swapOf(hostile, n), insider.cookie())
      const claim = { schoolId: schools[n % schools.length]?.id ?? '', name: 'Mal Lory', roleId: 'dsl' }
      return post('claim', '/school/claims', claim, mallory.cookie())
    }
    const answers: Record<string, Record<string, number>> = {}
    const times: number[] = []
    let memory = workerdMemory() ?? 0
    const line = async (): Promise<void> => {
      while (made < requests && performance.now() - startedAt < mostSeconds * 1000) {
        const { kind, ...asked } = await next(made++)
        const sentAt = performance.now()
        const { status } = await ask(url, asked).catch(() => ({ status: 0 }))
        times.push(performance.now() - sentAt)
        answers[kind] ??= {}
        tally(answers[kind], String(status))
      }
    }
    const attack = new AbortController()
    const knownTimes: number[] = []
    const knownAnswers: Record<string, number> = {}
    const swapAnswers: Record<string, number> = {}
    const minutely = async (): Promise<void> => {
      while (!attack.signal.aborted) {
        await (await miniflare.getWorker()).scheduled({ cron: '* * * * *' }).catch((error: unknown) => console.log('clock:', String(error)))
        await new Promise((done) => setTimeout(done, 20_000))
      }
    }
    const knownPeople = async (): Promise<void> => {
      for (let round = 0; !attack.signal.aborted; round += 1) {
        // As often as a known browser may within a quarter of an hour, from one to the next.
        await db.prepare(`DELETE FROM LimitUse WHERE key LIKE 'code:browser:%'`).run()
        for (const [who, email] of [
          [known, officer],
          [contact, honest.email],
        ] as const) {
          const { worked, ms, answered } = await signIn(who, email)
          tally(knownAnswers, worked ? 'worked' : `failed ${answered}`)
          if (worked) knownTimes.push(ms)
        }
        if (round < 5) tally(swapAnswers, String(await contact.post(pathOf(honest), await swapOf(honest, 900_000 + round))))
        memory = Math.max(memory, workerdMemory() ?? 0)
        await new Promise((done) => setTimeout(done, 3000))
      }
    }
    /** Two hundred people with places ask at one moment from one network that is over its limit. */
    const inOneHall = async (): Promise<string> => {
      const people = await rows<{ email: string }>(
        `SELECT DISTINCT p.email FROM Place l JOIN Person p ON p.id = l.personId WHERE p.email IS NOT NULL AND p.email NOT IN (?1, ?2, ?3) LIMIT 200`,
        ...[officer, honest.email, hostile.email],
      )
      const hall = { 'cf-connecting-ip': '198.51.20.7' }
      const askFor = (email: string) => ask(url, { path: '/sign-in', method: 'POST', body: form({ email }), headers: hall })
      for (let n = 0; n < 120; n += 1) await askFor(`somebody${n}@nobody.example`)
      const askedAt = performance.now()
      const statuses = (await Promise.all(people.map(({ email }) => askFor(email)))).map(({ status }) => status)
      const emails = JSON.stringify(people.map(({ email }) => email))
      for (;;) {
        const had = await one(
          `SELECT COUNT(DISTINCT toAddress) AS n FROM LocalMail WHERE at >= ?1 AND toAddress IN (SELECT value FROM json_each(?2))`,
          began,
          emails,
        )
        const seconds = (performance.now() - askedAt) / 1000
        if (had === people.length || seconds > 120)
          return `${had} of ${people.length} have a code after ${Math.round(seconds)} s, answered ${[...new Set(statuses)].join()}`
        await new Promise((done) => setTimeout(done, 500))
      }
    }
    const hall = inOneHall()
    const others = [minutely(), knownPeople()]
    await Promise.all(Array.from({ length: connections }, line))
    const took = (performance.now() - startedAt) / 1000
    attack.abort()
    await Promise.all(others)
    console.log('in one hall:', await hall)
    await (await miniflare.getWorker()).scheduled({ cron: '* * * * *' })
    const mails = (condition: string): Promise<number> => one(`SELECT COUNT(*) AS n FROM LocalMail WHERE at >= ?1 AND ${condition}`, began)
    console.log(
      `attack: ${made} requests in ${Math.round(took)} s, ${Math.round(made / took)} a second; half within ${at(times, 0.5)}, 99 % within ${at(times, 0.99)}`,
    )
    for (const [kind, counts] of Object.entries(answers)) console.log(`  ${kind}:`, counts)
    console.log(
      'known people’s sign-ins:',
      knownAnswers,
      `half within ${at(knownTimes, 0.5)}, all within ${at(knownTimes, 1 - 1 / Math.max(1, knownTimes.length))}`,
    )
    console.log('the contact’s own swaps:', swapAnswers)
    console.log(
      'mails to the officer and the contact:',
      await mails(`(toAddress LIKE '%${officer}%' OR toAddress LIKE '%${honest.email}%')`),
    )
    console.log('mails to whom the contact sends:', await mails(`toAddress LIKE '%else90000%'`))
    console.log('mails to the council of claims:', await mails(`toAddress LIKE '%${council}%'`))
    console.log(
      'mails to strangers:',
      await mails(`toAddress LIKE '%@nobody.example%'`),
      'and by the hostile swaps:',
      await mails(`toAddress LIKE '%@school.example%' AND toAddress NOT LIKE '%else90000%'`),
    )
    const left = await one(`SELECT COUNT(*) AS n FROM Message WHERE state IN ('queued', 'sending') AND createdAt >= ?1`, began)
    console.log(
      'messages of the attack’s time still to be sent:',
      left,
      'rows counted:',
      await one('SELECT COUNT(*) AS n FROM LimitUse'),
      'in draws:',
      await one('SELECT COUNT(*) AS n FROM CodeTurn'),
    )
    console.log(`memory of the Worker: ${Math.round(memory)} MB`)
    console.log('afterwards /health answers', (await ask(url, { path: '/health' })).status)
  },
  { BASE_URL: 'http://127.0.0.1' },
)
