import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { together } from '#base/db/read.ts'
import { listImport, loadedList } from '#base/list/import.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { gone } from '#base/web/press.tsx'
import { contactColumns, maxRows } from './contact.ts'
import { earlierColumns } from './earlier-attendance.ts'
import { selectEarlierBatch, selectEarlierBatches, selectTopicLabels } from './earlier-store.ts'
import { importAttendance, planEarlierImport } from './import-attendance.ts'
import { importContacts, planContactImport } from './import-contacts.ts'
import type { RoleOption } from './role.ts'
import { selectRolesOn } from './role-store.ts'
import { undoAttendance } from './undo-attendance.ts'
import { contactCells, contactNote, EarlierBatches, earlierCells, earlierFacts, earlierNote } from './views/imports.tsx'

const home = '/organiser/schools'
const back = { href: home, text: 'Schools' }
const rolesOf = (roles: readonly RoleOption[]) => ['Roles that the file can name', roles.map(({ label }) => label)] as const

const contacts = listImport({
  at: '/contacts-import',
  path: `${home}/contacts-import`,
  read: ({ db, now }) => together({ roles: selectRolesOn(db, londonDay(now)) }),
  title: 'Import contacts',
  back,
  about: 'Each row is an address that the council holds for a school. You see what would happen before anything is saved.',
  columns: contactColumns,
  template: 'contacts',
  needs: 'the columns URN and email',
  most: maxRows,
  words: ({ roles }) => [rolesOf(roles)],
  plan: (act, { text }) => planContactImport(act, text),
  heads: ['School', 'Email', 'Name', 'Role'],
  cells: contactCells,
  note: contactNote,
  save: importContacts,
  saved: ({ added, changed }) => `${added} contacts added, ${changed} changed`,
  to: () => home,
})

const earlierPath = `${home}/earlier-attendance`

const earlier = listImport({
  at: '/earlier-attendance',
  path: earlierPath,
  read: ({ db, now }) =>
    together({ roles: selectRolesOn(db, londonDay(now)), topics: selectTopicLabels(db), batches: selectEarlierBatches(db) }),
  title: 'Import earlier attendance',
  back,
  about:
    'Each row says that a school, or someone from it, was at an event before this service. You see what would happen before anything is saved. The columns purpose, minutes, level, provider and evidence may be left out: purpose is training, update or briefing, and evidence says what shows it, such as a certificate. What is not known counts as no training that asks for it.',
  columns: earlierColumns,
  template: 'earlier-attendance',
  needs: 'the columns URN, date, title, topic and attended',
  most: maxRows,
  words: ({ topics, roles }) => [['Topics that the file can name', topics.map(({ label }) => label)], rolesOf(roles)],
  below: ({ batches }) => <EarlierBatches batches={batches} />,
  plan: (act, { text }) => planEarlierImport(act, text),
  heads: ['School', 'Date', 'Title', 'Name', 'Attended', 'Training'],
  cells: earlierCells,
  note: earlierNote,
  save: importAttendance,
  saved: ({ added }) => `${added} rows of earlier attendance added`,
  to: (batchId) => `${earlierPath}/${batchId}`,
})

const earlierList = loadedList({
  at: '/earlier-attendance/:batchId{[0-9a-f]{8}-[0-9a-f-]{27}}',
  path: earlierPath,
  read: ({ db, part }) => selectEarlierBatch(db, part('batchId')),
  title: 'Imported earlier attendance',
  back: { href: earlierPath, text: 'Import earlier attendance' },
  facts: earlierFacts,
  mayUndo: ({ standing }) => standing > 0,
  about: 'Undoing it takes all its rows out of every record and report. They are kept, marked as undone.',
  button: 'Undo this import',
  undo: undoAttendance,
  refused: { no_such_batch: gone, already_undone: { after: 'It was undone already' } },
  undone: 'The import has been undone',
})

/** Contacts and earlier attendance from files; mounted at /organiser/schools. */
export const organiserSchoolImportPages = withPages(new Hono<AppEnv>(), contacts, earlier, earlierList)
