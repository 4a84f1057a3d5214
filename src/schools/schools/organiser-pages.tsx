import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf, decodeText, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text, typedOf } from '#base/web/form.ts'
import { addContact } from './add-contact.ts'
import { contactColumns, type RoleOption } from './contact.ts'
import { earlierColumns } from './earlier-attendance.ts'
import { earlierBatch, earlierBatches, topicLabels } from './earlier-store.ts'
import { enterOrganisation } from './enter-organisation.ts'
import { applyForm, contactForm, fileForm, filterForm, organisationForm } from './forms.ts'
import { importAttendance, planEarlierImport } from './import-attendance.ts'
import { importContacts, planContactImport } from './import-contacts.ts'
import { linkProvider } from './link-provider.ts'
import { outsideOrganisation } from './outside-store.ts'
import { organisationOf } from './provider.ts'
import { selectProvider } from './provider-store.ts'
import { rolesOn } from './role-store.ts'
import { exportColumns } from './school.ts'
import { type SchoolWords, schoolWordsIn } from './school-choice.ts'
import { listSchools, schoolCard, schoolsForExport } from './store.ts'
import { readTrustChoices } from './trust-store.ts'
import { undoAttendance } from './undo-attendance.ts'
import { NewContactPage } from './views/contacts.tsx'
import {
  contactsImport,
  EarlierBatches,
  EarlierBatchPage,
  earlierImport,
  fileProblems,
  ImportForm,
  ImportPreview,
  meanwhile,
} from './views/imports.tsx'
import { ListPage } from './views/list.tsx'
import { OrganisationPage } from './views/outside.tsx'

type C = Context<AppEnv>
const home = '/organiser/schools'
const list = { href: home, text: 'Schools' }
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const rolesNow = (c: C): Promise<RoleOption[]> => rolesOn(c.var.act.db, londonDay(c.var.act.now))
const body = (c: C) => c.req.parseBody({ all: true })

const trusts = (c: C, uid?: string, words?: SchoolWords) => readTrustChoices(c.env.DB, c.var.council.laCodes, uid ? [uid] : [], words)

const organisationPage = async (c: C, id: string | undefined) => {
  const filled = await body(c)
  const form = organisationForm.safeParse(filled)
  const isNew = id === undefined
  const page = { title: isNew ? 'Add an organisation' : 'Change this organisation', back: isNew ? list : { href: `${home}/${id}` } }
  const values = typedOf(filled, ['outsideKind', 'name', 'town', 'postcode', 'trustUid', 'setting'])
  const of = await trusts(c, values.trustUid, schoolWordsIn(filled))
  const { finding } = of
  if (finding || !form.success || !form.data.outsideKind) {
    const problems = finding ? finding.problems : form.success ? {} : problemsOf(form.error)
    if (problems) c.status(422)
    return c.render(<OrganisationPage isNew={isNew} values={values} trusts={of} problems={problems} />, {
      ...page,
      hasProblems: problems !== undefined,
    })
  }
  const chosen = (of.all ?? of.chosen).find(({ id: uid }) => uid === form.data.trustUid)
  const trust = chosen && { uid: chosen.id, name: chosen.name }
  const { outsideKind } = form.data
  const done = await enterOrganisation(c.var.act, { ...form.data, outsideKind, trust, id, sure: form.data.sure === 'yes' })
  if (!done.ok) throw notFound('organisation')
  if ('similar' in done.value) {
    c.status(409)
    return c.render(<OrganisationPage isNew={isNew} values={values} trusts={of} similar={done.value.similar} />, page)
  }
  // Where name and postcode were changed they are not those of the list, and nothing is said.
  const isSetting = isNew && values.setting && (await linkProvider(c.var.act, { providerId: values.setting, schoolId: done.value.id })).ok
  const added = isSetting
    ? 'The organisation has been added, and is the setting on the early years list'
    : 'The organisation has been added'
  flash(c, isNew ? added : 'The organisation has been changed')
  return c.redirect(`${home}/${done.value.id}`, 303)
}

const importPage = async (c: C, kind: 'contacts' | 'earlier', source?: string, problems?: Problems) => {
  const { db } = c.var.act
  const roleList = { title: 'Roles that can stand in the file', list: (await rolesNow(c)).map((role) => role.label) }
  const back = list
  if (problems) c.status(422)
  if (kind === 'contacts')
    return c.render(<ImportForm kind={contactsImport} source={source} problems={problems} words={[roleList]} />, {
      title: contactsImport.title,
      back,
      hasProblems: !!problems,
    })
  const [topics, batches] = await Promise.all([topicLabels(db), earlierBatches(db)])
  return c.render(
    <>
      <ImportForm
        kind={earlierImport}
        source={source}
        problems={problems}
        words={[{ title: 'Topics that can stand in the file', list: topics }, roleList]}
      />
      <EarlierBatches batches={batches} />
    </>,
    { title: earlierImport.title, back, hasProblems: !!problems },
  )
}

/** Previews a file; `batchId` makes applying it twice one import. */
const preview = async (c: C, kind: 'contacts' | 'earlier', ask: { source: string; text: string }, batchId: string, notice?: string) => {
  const plan = kind === 'contacts' ? await planContactImport(c.var.act, ask.text) : await planEarlierImport(c.var.act, ask.text)
  if (!plan.ok) return importPage(c, kind, ask.source, { file: fileProblems[plan.reason] })
  const form = { source: ask.source, text: ask.text, state: plan.value.state, batchId }
  const { planned } = plan.value
  if (notice) c.status(409)
  const the = kind === 'contacts' ? contactsImport : earlierImport
  // The plans differ in type; `kind` above decided which it is.
  const rows = (kind === 'contacts' ? { contacts: planned } : { earlier: planned }) as Parameters<typeof ImportPreview>[0]['plan']
  return c.render(<ImportPreview kind={the} plan={rows} form={form} notice={notice} />, {
    title: 'What this list would do',
    back: { href: the.path },
  })
}

const upload = async (c: C, kind: 'contacts' | 'earlier') => {
  const filled = await body(c)
  const form = fileForm.safeParse(filled)
  if (!form.success) return importPage(c, kind, text(filled, 'source'), problemsOf(form.error))
  if (form.data.file.size > 1_000_000) return importPage(c, kind, form.data.source, { file: 'The file must be smaller than 1 MB' })
  const list = decodeText(await form.data.file.arrayBuffer())
  return preview(c, kind, { source: form.data.source, text: list }, newId(c.var.act.now))
}

export const organiserSchoolPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act, council } = c.var
    const { filter, page } = filterForm.parse(c.req.queries())
    const found = await listSchools(act.db, filter, page, council.laCodes)
    // Of the search field on every page: one school is the answer.
    if (c.req.query('find') && found.total === 1 && found.schools[0]) return c.redirect(`${home}/${found.schools[0].id}`, 303)
    const mayWrite = hasRole(act.actor, 'administrator', 'organiser')
    return c.render(<ListPage filter={filter} page={page} url={c.req.url} mayWrite={mayWrite} {...found} />, { title: 'Schools' })
  })
  .get('/schools.csv', async (c) => {
    const { filter } = filterForm.parse(c.req.queries())
    const schools = await schoolsForExport(c.var.act.db, filter)
    await logExport(c.var.act, { act: 'schools.exported', after: { schools: schools.length } })
    return c.body(csvOf(exportColumns, schools), 200, csvHeaders('schools'))
  })
  .get('/outside/new', async (c) => {
    const setting = c.req.query('setting')
    const provider = setting ? await readNow(c.var.act.db, selectProvider(c.var.act.db, setting)) : undefined
    const values = setting && provider ? { ...organisationOf(provider), setting } : {}
    return c.render(<OrganisationPage isNew values={values} trusts={await trusts(c)} />, { title: 'Add an organisation', back: list })
  })
  .post('/outside/new', (c) => organisationPage(c, undefined))
  .get('/contacts-import', (c) => importPage(c, 'contacts'))
  .get('/contacts-import/template.csv', (c) => c.body(toCsv(contactColumns, []), 200, csvHeaders('contacts-template')))
  .post('/contacts-import', (c) => upload(c, 'contacts'))
  .post('/contacts-import/apply', async (c) => {
    const form = applyForm.safeParse(await body(c))
    if (!form.success) return importPage(c, 'contacts', undefined, { file: 'Choose the file again' })
    const done = await importContacts(c.var.act, form.data)
    if (!done.ok) return preview(c, 'contacts', form.data, newId(c.var.act.now), meanwhile)
    flash(c, `${done.value.added} contacts added, ${done.value.changed} changed`)
    return c.redirect(home, 303)
  })
  .get('/earlier-attendance', (c) => importPage(c, 'earlier'))
  .get('/earlier-attendance/template.csv', (c) => c.body(toCsv(earlierColumns, []), 200, csvHeaders('earlier-attendance-template')))
  .post('/earlier-attendance', (c) => upload(c, 'earlier'))
  .post('/earlier-attendance/apply', async (c) => {
    const form = applyForm.safeParse(await body(c))
    if (!form.success) return importPage(c, 'earlier', undefined, { file: 'Choose the file again' })
    const batchId = form.data.batchId ?? newId(c.var.act.now)
    const done = await importAttendance(c.var.act, { ...form.data, batchId })
    if (!done.ok) return preview(c, 'earlier', form.data, batchId, meanwhile)
    flash(c, `${done.value.added} rows of earlier attendance added`)
    return c.redirect(`${home}/earlier-attendance/${batchId}`, 303)
  })
  .get(`/earlier-attendance/:batchId{${uuid}}`, async (c) => {
    const batch = await earlierBatch(c.var.act.db, c.req.param('batchId'))
    if (!batch) throw notFound('import')
    return c.render(<EarlierBatchPage batch={batch} />, { title: 'Imported earlier attendance', back: { href: earlierImport.path } })
  })
  .post(`/earlier-attendance/:batchId{${uuid}}/undo`, async (c) => {
    const batchId = c.req.param('batchId')
    const done = await undoAttendance(c.var.act, batchId)
    if (!done.ok && done.reason === 'no_such_batch') throw notFound('import')
    flash(c, 'The import has been undone')
    return c.redirect(`${home}/earlier-attendance/${batchId}`, 303)
  })
  .get(`/:id{${uuid}}/edit`, async (c) => {
    const found = await outsideOrganisation(c.var.act.db, c.req.param('id'))
    if (!found) throw notFound('organisation')
    const { outsideKind, name, town, postcode, trustUid } = found
    const values = { outsideKind: outsideKind ?? '', name, town, postcode, trustUid: trustUid ?? '' }
    return c.render(<OrganisationPage isNew={false} values={values} trusts={await trusts(c, values.trustUid)} />, {
      title: 'Change this organisation',
      back: { href: `${home}/${found.id}` },
    })
  })
  .post(`/:id{${uuid}}/edit`, (c) => organisationPage(c, c.req.param('id')))
  .on(['GET', 'POST'], `/:id{${uuid}}/contacts/new`, async (c) => {
    const school = await schoolCard(c.var.act.db, c.req.param('id'))
    if (!school) throw notFound('school')
    const back = { href: `${home}/${school.id}` }
    const posted = c.req.method === 'POST'
    const filled = posted ? await body(c) : {}
    const form = contactForm.safeParse(filled)
    const roles = await rolesNow(c)
    const show = (problems?: Problems) =>
      c.render(
        <NewContactPage
          school={school}
          roles={roles}
          values={typedOf(filled, ['roleId', 'name', 'email', 'telephone', 'source'])}
          problems={problems}
        />,
        {
          title: 'Add a contact',
          back,
          hasProblems: !!problems,
        },
      )
    if (!posted) return show()
    const roleId = form.success && form.data.roleId ? form.data.roleId : null
    const problems = form.success
      ? roleId && !roles.some((role) => role.id === roleId)
        ? { roleId: 'Choose a role of the list' }
        : undefined
      : problemsOf(form.error)
    if (!form.success || problems) {
      c.status(422)
      return show(problems)
    }
    const done = await addContact(c.var.act, { ...form.data, roleId, schoolId: school.id })
    if (!done.ok) {
      c.status(409)
      return show({ email: 'The council holds this address for the school in this role already' })
    }
    flash(c, 'The contact has been added')
    return c.redirect(back.href, 303)
  })
