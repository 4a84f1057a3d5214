import { Hono } from 'hono'
import { nameOf } from '#attendance/reports/frozen.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { fields, schoolYear } from './publication.ts'
import { preparePublication, publishReport } from './publish-report.ts'
import { selectCandidates, selectPublic } from './store.ts'
import { AboutPublishing, PreviewAbove, Published } from './views/publication.tsx'
import { publishRefusals } from './views/refusals.tsx'
import { withdrawPublication } from './withdraw-publication.ts'

const path = '/organiser/open-data'
const mostReports = 20

const withdraw = press({
  at: '/',
  read: ({ db }) => together({ publication: selectPublic(db) }),
  button: [{ text: 'Withdraw it', kind: 'warning' }],
  act: async (act, _, { subject: { publication } }) => {
    if (publication && act.actor.accountId) await withdrawPublication(act, act.actor.accountId, publication)
    return ok(undefined)
  },
  refused: {},
  done: 'Nothing is public any more',
  to: path,
})

const all = page({
  at: '/',
  read: ({ db, now }) =>
    mapped(together({ found: selectCandidates(db, mostReports), publication: selectPublic(db) }), ({ found, publication }) => ({
      candidates: found.filter(({ question, frozenAt }) => schoolYear(question, frozenAt) !== undefined),
      publication,
      today: londonDay(now),
    })),
  title: 'Open data',
  wide: true,
  presses: { withdraw },
  show: (subject, forms) => <Published {...subject} withdraw={forms.withdraw(subject)} />,
})

const prepare = (act: Act, { part }: Asked) => {
  const number = Number(part('number'))
  return Number.isSafeInteger(number) ? preparePublication(act.db, number) : Promise.resolve(undefined)
}

const publish = press({
  at: '/:number',
  find: prepare,
  shape: () => <AboutPublishing />,
  button: 'Publish',
  act: (act, _, { subject, id }) =>
    act.actor.accountId ? publishReport(act, act.actor.accountId, { id, prepared: subject }) : Promise.resolve(refuse('nobody')),
  refused: { ...publishRefusals, nobody: gone },
  done: 'The lines are public',
  to: path,
})

const preview = list({
  at: '/:number',
  find: prepare,
  title: ({ candidate }) => `${nameOf(candidate)} as open data`,
  back: { href: path, text: 'Open data' },
  presses: { publish },
  whole: { rows: ({ lines }) => lines, idOf: ({ urn }) => urn },
  of: ['line'],
  tableCaption: ({ lines }) => `Exactly what would be public: ${counted(lines.length, 'line')}`,
  dense: true,
  columns: ({ candidate, now }) => {
    const of = { ...candidate, id: '', publishedOn: londonDay(now) }
    return fields.map(({ name, value }) => ({ name, cell: (line) => value(line, of) }))
  },
  above: (subject, forms) => <PreviewAbove {...subject} today={londonDay(subject.now)} publish={forms.publish(subject)} />,
  none: 'No line would be public.',
})

/** Mounted at /organiser/open-data. */
export const organiserOpenDataPages = withPages(new Hono<AppEnv>(), all, preview)
