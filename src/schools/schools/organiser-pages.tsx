import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { addContact } from './add-contact.ts'
import { enterOrganisation } from './enter-organisation.ts'
import { contactForm, filterForm, organisationForm } from './forms.ts'
import { linkProvider } from './link-provider.ts'
import { outsideOrganisation } from './outside-store.ts'
import { organisationOf } from './provider.ts'
import { selectProvider } from './provider-store.ts'
import { rolesOn } from './role-store.ts'
import { exportColumns, schoolLabel } from './school.ts'
import { type SchoolWords, schoolWordsIn } from './school-choice.ts'
import { listSchools, schoolCard, schoolsForExport } from './store.ts'
import { readTrustChoices } from './trust-store.ts'
import { ListPage } from './views/list.tsx'
import { OrganisationPage } from './views/outside.tsx'

type C = Context<AppEnv>
const home = '/organiser/schools'
const list = { href: home, text: 'Schools' }
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

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
  // With another name or postcode it is not the listed setting.
  const isSetting = isNew && values.setting && (await linkProvider(c.var.act, { providerId: values.setting, schoolId: done.value.id })).ok
  const added = isSetting
    ? 'The organisation has been added, and is the setting on the early years list'
    : 'The organisation has been added'
  flash(c, isNew ? added : 'The organisation has been changed')
  return c.redirect(`${home}/${done.value.id}`, 303)
}

const addContactPage = question({
  at: `/:id{${uuid}}/contacts/new`,
  find: async ({ db, now }, { part }) => {
    const [school, roles] = await Promise.all([schoolCard(db, part('id')), rolesOn(db, londonDay(now))])
    return school ? { school, roles } : undefined
  },
  title: 'Add a contact',
  caption: ({ school }) => schoolLabel(school),
  back: ({ school }) => ({ href: `${home}/${school.id}`, text: 'Back' }),
  wide: true,
  above: () => <P>Someone who signs in with an address that the council holds for a school may act for it without waiting.</P>,
  form: (_, { roles }) => contactForm(roles),
  button: 'Add contact',
  act: (act, contact, { subject }) => addContact(act, { ...contact, schoolId: subject.school.id }),
  refused: { held_already: { field: 'email', says: 'The council holds this address for the school in this role already' } },
  done: 'The contact has been added',
  to: ({ part }) => `${home}/${part('id')}`,
})

const schoolRoutes = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act, council } = c.var
    const { filter, page } = filterForm.parse(c.req.queries())
    const found = await listSchools(act.db, filter, page, council.laCodes)
    // From the search field on every page: a single match opens.
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

/** Mounted at /organiser/schools. */
export const organiserSchoolPages = withPages(schoolRoutes, addContactPage)
