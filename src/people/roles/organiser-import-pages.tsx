import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { together } from '#base/db/read.ts'
import { listImport, loadedList } from '#base/list/import.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { gone } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { selectRoleLabels } from './asking-store.ts'
import { selectRoleBatch, selectRoleBatches } from './batch-store.ts'
import { mostRoles, roleColumns } from './earlier-role.ts'
import { confirmedForm } from './forms.ts'
import { importRoles, planRoleImport, undoRoles } from './import-roles.ts'
import { importPath, LastSystemPage, RoleBatches, roleBatchFacts, roleCells, roleNote } from './views/role-imports.tsx'

const title = 'Load leads and other people in roles'

const roles = listImport({
  at: '/roles-import',
  path: importPath,
  read: ({ db, now }) => together({ roles: selectRoleLabels(db, londonDay(now)), batches: selectRoleBatches(db) }),
  title,
  back: { href: '/organiser/schools/last-system', text: 'From your last system' },
  about:
    'Each row says that somebody holds or held a role at a school. They come as proposals, which do not count until each school confirms them. Nobody is written to. A school is named by its URN, its LAESTAB number, or its name and postcode; the email address and both dates may be left empty.',
  columns: roleColumns,
  template: 'roles',
  needs: 'the columns role and name, and URN, LAESTAB, or school and postcode',
  most: mostRoles,
  sourceHint: 'Shown beside what you load, such as: old database, October 2026',
  more: confirmedForm,
  words: (beside) => [['Roles that the file can name', beside.roles.map(({ label }) => label)]],
  below: ({ batches }) => <RoleBatches batches={batches} />,
  plan: planRoleImport,
  as: ({ confirmed }) => (confirmed ? 'as confirmed by the council' : 'as proposals'),
  heads: ['School', 'Role', 'Name', 'Email', 'Dates'],
  cells: roleCells,
  note: roleNote,
  save: importRoles,
  saved: ({ added }) => `${counted(added, 'row')} added`,
  to: (batchId) => `${importPath}/${batchId}`,
})

const loaded = loadedList({
  at: '/roles-import/:batchId{[0-9a-f]{8}-[0-9a-f-]{27}}',
  path: importPath,
  read: ({ db, part }) => selectRoleBatch(db, part('batchId')),
  title: 'A list of people in roles',
  back: { href: importPath, text: title },
  facts: roleBatchFacts,
  mayUndo: ({ undoable }) => undoable > 0,
  about: 'Undoing it removes what is left of it from the record. What a school has confirmed or ended since stays.',
  button: 'Undo this list',
  undo: undoRoles,
  refused: { no_such_batch: gone, already_undone: { after: 'It was undone already' } },
  undone: 'The list has been undone',
})

/** Who held which role by the last system; mounted at /organiser/schools. */
export const organiserRoleImportPages = withPages(
  new Hono<AppEnv>().get('/last-system', (c) => {
    const { actor } = c.var.act
    const links = [
      { href: importPath, text: 'Leads and other people in roles', about: 'Who holds which role at which school, since when.' },
      ...(mayAsk(actor, 'GET /organiser/schools/earlier-attendance')
        ? [
            {
              href: '/organiser/schools/earlier-attendance',
              text: 'Earlier attendance and training',
              about: 'Who was at which event or training before this service, with its length, level and provider.',
            },
          ]
        : []),
      ...(mayAsk(actor, 'GET /organiser/schools/contacts-import')
        ? [{ href: '/organiser/schools/contacts-import', text: 'Contacts', about: 'Addresses that the council holds for schools.' }]
        : []),
    ]
    return c.render(<LastSystemPage links={links} />, {
      title: 'From your last system',
      back: { href: '/organiser/schools', text: 'Schools' },
    })
  }),
  roles,
  loaded,
)
