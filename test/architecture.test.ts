import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  cycles,
  importsBackUp,
  importsIn,
  importsOfTests,
  numberedLists,
  outsideRooms,
  readersThatShouldNot,
  type Source,
  sqlOutsideStores,
  strangeNames,
  unwieldyComments,
} from '#test/support/architecture.ts'
import { placeOf, rooms } from '#test/support/rooms.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .flatMap((path) => (statSync(join(root, path)).isDirectory() ? filesUnder(path) : [path]))
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/generated/'))

const sources: Source[] = [...filesUnder('src'), ...filesUnder('emails')].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}))
const tools: Source[] = filesUnder('tools').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const paths = (found: readonly Source[]): string[] => found.map(({ path }) => path)
const isOfAConcept = ({ path }: Source): boolean => /^[a-z]/.test(placeOf(path)?.concept ?? '') && !path.startsWith('emails/')

/** What a function finds of these files, each of which is made up. */
const found = <T>(find: (sources: readonly Source[]) => T, files: Record<string, string>): T =>
  find(Object.entries(files).map(([path, text]) => ({ path, text })))

describe('rooms', () => {
  it('every file stands in a group and a concept of it', () => {
    expect(outsideRooms(sources)).toEqual([])
  })

  it('control: a folder that nobody has planned is found, in src and in emails', () => {
    const files = { 'src/booking/helpers/x.ts': '', 'src/shop/till/till.ts': '', 'emails/hello.tsx': '', 'src/money/ledger/line.ts': '' }
    expect(found(outsideRooms, files)).toEqual(['src/booking/helpers/x.ts', 'src/shop/till/till.ts', 'emails/hello.tsx'])
  })

  it('groups know earlier groups, and concepts of one group those before them, mails included', () => {
    expect(importsBackUp(sources)).toEqual([])
  })

  it('control: an import that runs back up is found however it is written', () => {
    const files = {
      'src/events/events/event.ts': `import type { Booking } from '#booking/bookings/booking.ts'`,
      'src/booking/bookings/booking.ts': `export {\n  wait,\n} from '../waiting/wait.ts'\nimport '#events/events/event.ts'`,
      'src/booking/waiting/wait.ts': `const later = () => import("#messages/outbox/message.ts")`,
      'src/base/dates.ts': `import { ledger } from '../money/ledger/line.ts'`,
      'emails/calendars/invitation.tsx': `import { placeOf } from '#booking/bookings/place.ts'`,
      'src/base/log/entry.ts': `import { bill } from '#emails/money/bill.tsx'`,
      'src/upkeep/audit/audit.ts': `import { app } from '#app.tsx'`,
    }
    expect(found(importsBackUp, files)).toEqual([
      'src/events/events/event.ts imports src/booking/bookings/booking.ts',
      'src/booking/bookings/booking.ts imports src/booking/waiting/wait.ts',
      'src/base/dates.ts imports src/money/ledger/line.ts',
      'emails/calendars/invitation.tsx imports src/booking/bookings/place.ts',
      'src/base/log/entry.ts imports emails/money/bill.tsx',
      'src/upkeep/audit/audit.ts imports src/app.tsx',
    ])
  })

  it('no file knows itself through others, be it for a type', () => {
    expect(cycles(sources)).toEqual([])
  })

  it('control: a ring of three is found, and one through a mail', () => {
    const files = {
      'src/money/ledger/a.ts': `import type { B } from './b.ts'`,
      'src/money/ledger/b.ts': `import { c } from './c.ts'`,
      'src/money/ledger/c.ts': `export * from './a.ts'`,
      'src/money/ledger/d.ts': `import { a } from './a.ts'\nimport { mail } from '#emails/money/mail.tsx'`,
      'emails/money/mail.tsx': `import { d } from '#money/ledger/d.ts'`,
    }
    expect(found(cycles, files)).toEqual([
      ['src/money/ledger/a.ts', 'src/money/ledger/b.ts', 'src/money/ledger/c.ts'],
      ['emails/money/mail.tsx', 'src/money/ledger/d.ts'],
    ])
  })

  it('the architecture names every group and its concepts in this order', () => {
    const map = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    const rows = [...map.matchAll(/^\| `([a-z]+)` \| (.*?) \|/gm)].map(([, group, concepts = '']) => [
      group,
      [...concepts.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]),
    ])
    expect(rows).toEqual(rooms.map(([group, concepts]) => [group, concepts.filter((concept) => concept !== '')]))
  })

  it('nothing that runs knows the tests', () => {
    expect(importsOfTests([...sources, ...tools])).toEqual([])
  })

  it('what installing it runs is no test', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { postinstall: string } }
    expect([...scripts.postinstall.matchAll(/node (\S+)/g)].map(([, file]) => file?.split('/')[0])).toEqual(['src', 'src'])
  })

  it('what is deployed knows none of the tools', () => {
    const deployed = sources.filter(({ path }) => !path.startsWith('src/commands/'))
    expect(paths(deployed.filter((source) => importsIn(source).ours.some((target) => target.startsWith('tools/'))))).toEqual([])
  })

  it('control: a command, a twin and a type that come from the tests are found', () => {
    const files = {
      'src/commands/bench.ts': `import { pages } from '#test/support/pages.ts'\nimport { walk } from '#tools/walk.ts'`,
      'tools/twins/resend/server.ts': `export { wait } from '../../../test/support/wait.ts'`,
      'src/commands/start.ts': `type Pages = typeof import('#test/support/pages.ts')`,
    }
    expect(found(importsOfTests, files)).toEqual([
      'src/commands/bench.ts imports test/support/pages.ts',
      'tools/twins/resend/server.ts imports test/support/wait.ts',
      'src/commands/start.ts imports test/support/pages.ts',
    ])
  })

  it('what counts anew knows nothing but itself', () => {
    const beyond = (some: readonly Source[]): string[] => some.flatMap(({ path, text }) => (/from '(?!\.\/)/.test(text) ? [path] : []))
    const counts = tools.filter(({ path }) => path.startsWith('tools/recount/'))
    expect([counts.length > 2, beyond(counts)]).toEqual([true, []])
    expect(beyond([{ path: 'tools/recount/a.ts', text: `import { stateOn } from '#guidance/answers/state.ts'` }])).toEqual([
      'tools/recount/a.ts',
    ])
  })

  it('tests lie where what they test lies', () => {
    const elsewhere = ['twins', 'docs', 'commands', 'routes', 'emails', 'local']
    const folders = ['test/domain', 'test/worker'].flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
        if (!entry.isDirectory() || elsewhere.includes(entry.name)) return []
        const inner = readdirSync(join(root, folder, entry.name), { withFileTypes: true }).filter((one) => one.isDirectory())
        return [`src/${entry.name}/`, ...inner.map((one) => `src/${entry.name}/${one.name}/`)]
      }),
    )
    const groups = new Set(rooms.map(([group]) => `src/${group}/`))
    expect(folders.filter((folder) => !groups.has(folder) && !placeOf(`${folder}x.ts`))).toEqual([])
  })
})

describe('names', () => {
  it('every file is called for what it is, and none could hold anything', () => {
    expect(strangeNames(sources)).toEqual([])
  })

  it('control: a catch-all, pages of nobody and markup in a noun are found', () => {
    const strange = {
      'src/money/prices/utils.ts': '',
      'src/money/ledger/pages.tsx': '',
      'src/money/ledger/organiser-pages.ts': '',
      'src/money/ledger/balance.tsx': '',
      'src/money/ledger/parts/balance.tsx': '',
    }
    expect(found(strangeNames, strange)).toEqual([
      'src/money/prices/utils.ts: it could hold anything',
      'src/money/ledger/pages.tsx: pages are named for who asks for them',
      'src/money/ledger/organiser-pages.ts: pages are named for who asks for them',
      'src/money/ledger/balance.tsx: markup stands in views and pages',
      'src/money/ledger/parts/balance.tsx: a concept has no folder but views',
    ])
    const plain = {
      'src/money/ledger/record-payment.ts': '',
      'src/money/ledger/views/balances.tsx': '',
      'src/money/ledger/payment-store.ts': '',
    }
    expect(found(strangeNames, plain)).toEqual([])
  })

  it('no file is longer than a reader takes in at one sitting', () => {
    expect(paths(sources.filter(({ text }) => text.split('\n').length > 300))).toEqual([])
  })
})

describe('what each kind of file may do', () => {
  it('SQL is written only in stores', () => {
    expect(sqlOutsideStores(sources)).toEqual([])
  })

  it('control: SQL in an act, in pages and in a noun is found, and in words about it is not', () => {
    const read = `db.prepare('SELECT 1 FROM Place')`
    const files = {
      'src/booking/bookings/cancel-booking.ts': read,
      'src/booking/bookings/school-pages.tsx': '`UPDATE Place SET state = ?1 WHERE id = ?2`',
      'src/booking/bookings/store.ts': read,
      'src/booking/bookings/hold-store.ts': read,
      'src/booking/bookings/booking.ts': '// SELECT what FROM where\nexport const place = 1',
      'src/booking/bookings/price.ts': 'const where = `DELETE FROM Place WHERE id = ?1`',
      'src/booking/bookings/undo-booking.ts': `import { update } from '#base/db/write.ts'`,
    }
    expect(found(sqlOutsideStores, files)).toEqual([
      'src/booking/bookings/cancel-booking.ts',
      'src/booking/bookings/school-pages.tsx',
      'src/booking/bookings/price.ts',
      'src/booking/bookings/undo-booking.ts',
    ])
  })

  it('rows are written by the names of their columns, and no statement has ten values but these', () => {
    expect(numberedLists(sources).toSorted()).toEqual(
      [
        // Counts on when the row is there already.
        'src/base/db/failed-job.ts',
        // Copies a row of its own.
        'src/booking/bookings/pricing-store.ts',
        // What is asked of a list or of coverage.
        'src/attendance/coverage/sent-store.ts',
        'src/front/answer/store.ts',
        'src/front/chasing/list-store.ts',
      ].toSorted(),
    )
  })

  it('control: a row by number and a tenth value are found', () => {
    const files = {
      'src/events/venues/store.ts': `db.prepare('INSERT INTO Venue (id, name) VALUES (?1, ?2)')`,
      'src/events/events/store.ts': `db.prepare('UPDATE Event SET title = ?10 WHERE id = ?1')`,
      'src/events/rules/store.ts': `db.prepare('UPDATE Event SET title = ?9 WHERE id = ?1')`,
    }
    expect(found(numberedLists, files)).toEqual(['src/events/venues/store.ts', 'src/events/events/store.ts'])
  })

  it('views and mails read nothing: they are given what they show', () => {
    expect(readersThatShouldNot(sources)).toEqual([])
  })

  it('control: a view that reads, and a mail that acts, are found', () => {
    const files = {
      'src/booking/bookings/views/booking.tsx': `import { readBooking } from '../store.ts'\nimport { sayPlace } from '../place.ts'`,
      'src/booking/waiting/offer-places.ts': 'export const offerPlaces = (act: Act) => act',
      'emails/booking/offer.tsx': `import { offerPlaces } from '#booking/waiting/offer-places.ts'\nimport { Mail } from '#emails/messages/mail.tsx'`,
    }
    expect(found(readersThatShouldNot, files)).toEqual([
      'src/booking/bookings/views/booking.tsx imports src/booking/bookings/store.ts',
      'emails/booking/offer.tsx imports src/booking/waiting/offer-places.ts',
    ])
  })

  it('only stores touch Prisma, and each outside library has one door', () => {
    const doors: [name: RegExp, door: RegExp][] = [
      [/^@prisma\//, /^src\/(base\/db\/prisma-client|commands\/prisma-generator)\.ts$/],
      [/^resend$/, /^src\/messages\/outbox\/resend[a-z-]*\.ts$/],
      [/^postal-mime$/, /^src\/correspondence\/replies\/read-mail\.ts$/],
      [/^ical\.js$/, /^src\/correspondence\/replies\/calendar-answer\.ts$/],
      [/^stripe$/, /^src\/payments\/stripe\/client\.ts$/],
      [/^ical-generator$/, /^src\/(calendars\/invites\/entry-message|correspondence\/feeds\/calendar)\.ts$/],
      [/^geodesy/, /^src\/schools\/register\//],
      [/^@simplewebauthn\//, /^src\/people\/factors\/webauthn\.ts$/],
      [/^pdfkit$/, /^src\/base\/web\/pdf\.ts$/],
      [/^multipasta$/, /^src\/base\/web\/multipart\.ts$/],
      [/^oauth4webapi$/, /^src\/people\/providers\/oidc\.ts$/],
      [/^(node:|wrangler$|miniflare$|sass$|subset-font$)/, /^src\/commands\//],
    ]
    const wrong = sources.flatMap((source) =>
      importsIn(source).packages.flatMap((name) => {
        const rule = doors.find(([pattern]) => pattern.test(name))
        return rule && !rule[1].test(source.path) ? [`${source.path} imports ${name}`] : []
      }),
    )
    const readsPrisma = (source: Source): boolean => importsIn(source).ours.includes('src/base/db/client.ts')
    expect([...wrong, ...paths(sources.filter((source) => readsPrisma(source) && !/(^|-|\/)store\.ts$/.test(source.path)))]).toEqual([])
  })

  it('Prisma is loaded when it is first asked for: nothing names what loads it in an import that runs at the start', () => {
    const atStart = ({ text }: Source): string[] =>
      [...text.matchAll(/^(?:import (?!type\b)|export [*{])[^']*'([^']+)'/gm)].map(([, name = '']) => name)
    const loads = (name: string): boolean => /^@prisma\/|generated\/client\.ts$|prisma-client\.ts$/.test(name)
    expect(paths(sources.filter((source) => atStart(source).some(loads)))).toEqual(['src/base/db/prisma-client.ts'])
  })

  it('rules know nothing of HTTP: Hono is imported by pages, JSON, guards, sessions and views alone', () => {
    const mayUseHono =
      /(pages\.tsx|views\.tsx|views\/.*\.tsx|api\.ts|session\.ts|^src\/base\/(web|list)\/|^src\/(app|event-frame)\.tsx|^src\/(ahead|routes|event-routes|guidance-routes|link-routes|return-routes|upkeep-routes)\.ts|^emails\/)/
    const usesHono = (source: Source): boolean => importsIn(source).packages.some((name) => name === 'hono' || name.startsWith('hono/'))
    expect(paths(sources.filter((source) => !mayUseHono.test(source.path) && usesHono(source)))).toEqual([])
  })

  it('zod is imported as a namespace: of its object `z` a bundle keeps everything, with its words in sixty languages', () => {
    expect(paths(sources.filter(({ text }) => text.includes("import { z } from 'zod'")))).toEqual([])
  })

  it('nothing but what answers a request reads the clock', () => {
    const mayAsk = /(pages\.tsx|session\.ts|api\.ts)$|^src\/base\/(db\/|web\/|council\/store\.ts$)/
    const asks = ({ text }: Source): boolean => /new Date\(\)|Date\.now\(\)/.test(text)
    expect(paths(sources.filter((source) => isOfAConcept(source) && !mayAsk.test(source.path) && asks(source)))).toEqual([])
  })

  it('pages redirect with `c.redirect` alone, which encodes what somebody typed', () => {
    const bare = /Response\.redirect\(|\bheaders?:?[^\n]*\{[^}\n]*['"]?\blocation['"]?:/i
    expect(paths(sources.filter(({ path, text }) => !path.startsWith('src/commands/') && bare.test(text)))).toEqual([])
    for (const wrong of [
      "Response.redirect('/')",
      'new Response(null, { headers: { location: path } })',
      "c.body(null, 303, { headers: { 'Location': x } })",
    ])
      expect(bare.test(wrong)).toBe(true)
  })

  it('what somebody typed is cut with `cutTo`, at whole characters', () => {
    const halves =
      /(\btext\([^()]*\)|\.query\([^()]*\) \?\? ''\)|\.trim\(\)|\.normalize\([^()]*\)|\boneLine\(.*\))\s*\??\.(slice\(0, (?!1\))|substring\()/
    expect(paths(sources.filter((source) => isOfAConcept(source) && halves.test(source.text)))).toEqual([])
    for (const wrong of [
      "text(body, 'reason').slice(0, 9)",
      "(c.req.query('q') ?? '').slice(0, most)",
      'oneLine(text(body, name)).slice(0, n)',
      '.trim()\n    .slice(0, 250)',
    ])
      expect(halves.test(wrong)).toBe(true)
  })

  it('what is logged is written by `atomically` alone, which notes that something may follow from it', () => {
    const bare = /\.batch\(\[(?:[^\]]|\](?!\)))*?\blogged(All)?\(|\blogged(All)?\([^;]*?\)\s*\.run\(\)/
    const written = sources.filter((source) => isOfAConcept(source) && placeOf(source.path)?.concept !== 'demonstration')
    expect(paths(written.filter(({ text }) => bare.test(text)))).toEqual([])
  })
})

describe('comments', () => {
  it('are read at a glance: three lines of 100 columns at most, six at the head of a file', () => {
    expect(unwieldyComments(sources)).toEqual([])
  })

  it('control: a long one and a wide one are found, in code, between docs and in markup', () => {
    const wide = 'x'.repeat(100)
    const files = {
      'src/money/ledger/line.ts': `${'// head\n'.repeat(7)}const a = 1\n${'  // a\n'.repeat(4)}`,
      'src/money/ledger/sum.ts': `const a = 1\n/**\n${' * doc\n'.repeat(4)} */\n// ${wide}\nconst b = '${wide}'`,
      'src/money/ledger/views/sum.tsx': `<p>\n{/* ${wide} */}\n</p>\n{/* one\ntwo\nthree\nfour */}`,
    }
    expect(found(unwieldyComments, files)).toEqual([
      'src/money/ledger/line.ts:1 has 7 lines',
      'src/money/ledger/line.ts:9 has 4 lines',
      'src/money/ledger/sum.ts:2 has 4 lines',
      'src/money/ledger/sum.ts:8 has 103 columns',
      'src/money/ledger/views/sum.tsx:2 has 108 columns',
      'src/money/ledger/views/sum.tsx:4 has 4 lines',
    ])
    const plain = {
      'src/money/ledger/line.ts': `${'// head\n'.repeat(6)}const a = '${wide}'\n/**\n${' * doc\n'.repeat(3)} */\n// biome-ignore ${wide}`,
    }
    expect(found(unwieldyComments, plain)).toEqual([])
  })
})
