import { type Context, Hono } from 'hono'
import { sayChanged, shownNow } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, decodeText, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import { applyForm, fileForm } from '#schools/schools/forms.ts'
import { selectRoleLabels } from './asking-store.ts'
import { readRoleBatch, readRoleBatches } from './batch-store.ts'
import { roleColumns } from './earlier-role.ts'
import { importRoles, planRoleImport, undoRoles } from './import-roles.ts'
import { importPath, LastSystemPage, RoleBatchPage, RoleImportForm, RoleImportPreview, roleFileProblems } from './views/role-imports.tsx'

type C = Context<AppEnv>
type Ask = { source: string; text: string; confirmed: boolean }

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const mostBytes = 1_000_000
const lastSystem = { href: '/organiser/schools/last-system', text: 'From your last system' }
const meanwhile = `${sayChanged('What the list would do has', 'saved', shownNow)}.`

const importPage = async (c: C, typed: { source?: string; confirmed?: boolean } = {}, problems?: Problems) => {
  const { db, now } = c.var.act
  const [roles, batches] = await Promise.all([readNow(db, selectRoleLabels(db, londonDay(now))), readRoleBatches(db)])
  if (problems) c.status(422)
  return c.render(<RoleImportForm {...typed} problems={problems} roles={roles.map(({ label }) => label)} batches={batches} />, {
    title: 'Load leads and other people in roles',
    back: lastSystem,
    hasProblems: problems !== undefined,
  })
}

/** `batchId` makes applying it twice one list. */
const preview = async (c: C, ask: Ask, batchId: string, notice?: string) => {
  const plan = await planRoleImport(c.var.act, ask)
  if (!plan.ok) return importPage(c, ask, { file: roleFileProblems[plan.reason] })
  const { planned, state } = plan.value
  if (notice) c.status(409)
  const form = { source: ask.source, text: ask.text, confirmed: ask.confirmed ? 'yes' : '', state, batchId }
  return c.render(<RoleImportPreview planned={planned} form={form} confirmed={ask.confirmed} notice={notice} />, {
    title: 'What this list would do',
    back: { href: importPath, text: 'Load leads and other people in roles' },
  })
}

/** Who held which role by the last system; mounted at /organiser/schools. */
export const organiserRoleImportPages = new Hono<AppEnv>()
  .get('/last-system', (c) => {
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
  })
  .get('/roles-import', (c) => importPage(c))
  .get('/roles-import/template.csv', (c) => c.body(toCsv(roleColumns, []), 200, csvHeaders('roles-template')))
  .post('/roles-import', async (c) => {
    const filled = await c.req.parseBody({ all: true })
    const typed = { source: text(filled, 'source'), confirmed: text(filled, 'confirmed') === 'yes' }
    const form = fileForm.safeParse(filled)
    if (!form.success) return importPage(c, typed, problemsOf(form.error))
    if (form.data.file.size > mostBytes) return importPage(c, typed, { file: 'The file must be smaller than 1 MB' })
    return preview(c, { ...typed, text: decodeText(await form.data.file.arrayBuffer()) }, newId(c.var.act.now))
  })
  .post('/roles-import/apply', async (c) => {
    const filled = await c.req.parseBody({ all: true })
    const form = applyForm.safeParse(filled)
    if (!form.success) return importPage(c, {}, { file: 'Choose the file again' })
    const batchId = form.data.batchId ?? newId(c.var.act.now)
    const ask = { ...form.data, batchId, confirmed: text(filled, 'confirmed') === 'yes' }
    const done = await importRoles(c.var.act, ask)
    if (!done.ok) return preview(c, ask, batchId, meanwhile)
    flash(c, `${counted(done.value.added, 'row')} added`)
    return c.redirect(`${importPath}/${batchId}`, 303)
  })
  .get(`/roles-import/:batchId{${uuid}}`, async (c) => {
    const batch = await readRoleBatch(c.var.act.db, c.req.param('batchId'))
    if (!batch) throw notFound('list')
    return c.render(<RoleBatchPage batch={batch} />, {
      title: 'A list of people in roles',
      back: { href: importPath, text: 'Load leads and other people in roles' },
    })
  })
  .post(`/roles-import/:batchId{${uuid}}/undo`, async (c) => {
    const batchId = c.req.param('batchId')
    const done = await undoRoles(c.var.act, batchId)
    if (!done.ok && done.reason === 'no_such_batch') throw notFound('list')
    flash(c, 'The list has been undone')
    return c.redirect(`${importPath}/${batchId}`, 303)
  })
