import { Hono } from 'hono'
import { mapped, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { refusedFiles } from '#base/files/views/refusals.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { addFiles, addMaterialTo } from './add-material.ts'
import { moveMaterial, releaseMaterials, takeMaterial } from './arrange-materials.ts'
import { changeMaterial } from './change-material.ts'
import { changeForm, filesForm, filledRelease, linkForm, releaseForm } from './forms.ts'
import type { Material } from './material.ts'
import { selectMaterials } from './store.ts'
import { DelegatesView, MaterialsPage } from './views/organiser-materials.tsx'
import { materialRefusals } from './views/refusals.tsx'

const readEvent = ({ db, now, part }: Asked) => mapped(selectEventByCode(db, part('code'), now), (event) => event && { event })

const readAll = ({ db, now, part }: Asked) =>
  mapped(
    together({ event: selectEventByCode(db, part('code'), now), of: selectMaterials(db, { code: part('code') }) }),
    ({ event, of }) => event && { event, ...of },
  )

const readOne = (asked: Asked) =>
  mapped(readAll(asked), (read) => {
    const material = read?.materials.find(({ id }) => id === asked.part('id'))
    return read && material && { ...read, material }
  })

const pathOf = (code: string): string => `/organiser/events/${code}/materials`
const toAll = ({ part }: Asked): string => pathOf(part('code'))
const toOne = ({ part }: Asked): string => `${pathOf(part('code'))}#material-${part('id')}`

const ofAll = { back: ({ event }: { event: { code: string } }) => ({ href: pathOf(event.code), text: 'Materials' }) } as const

const addSome = press({
  at: '/:code/materials',
  read: readEvent,
  form: (_, { event }) => filesForm(event),
  button: 'Add files',
  act: async (act, { fileTitle: title, fileSession: sessionId }, { subject, body }) => {
    const done = await addFiles(act, subject.event, { title, sessionId }, body['file'])
    return 'name' in done ? refusedFiles(done) : done
  },
  refused: { ...materialRefusals, material_is_there: { field: 'file', says: materialRefusals.material_is_there } },
  done: (_, { added, there }) =>
    added === 0
      ? `${counted(there, 'file is', 'files are')} among the materials already`
      : `${counted(added, 'file is', 'files are')} added${there > 0 ? `; ${counted(there, 'was', 'were')} there already` : ''}`,
  to: toAll,
})

const addLink = press({
  at: '/:code/materials/link',
  read: readEvent,
  form: (_, { event }) => linkForm(event),
  button: 'Add link',
  act: (act, { linkSession, ...what }, { subject }) => addMaterialTo(act, subject.event, { ...what, sessionId: linkSession }),
  refused: { ...materialRefusals, material_is_there: { field: 'url', says: materialRefusals.material_is_there } },
  done: (_, added) => (added === 'added' ? 'The link is added' : 'The link is among the materials already'),
  to: toAll,
})

const release = press({
  at: '/:code/materials/release',
  read: readEvent,
  form: releaseForm,
  filled: filledRelease,
  button: [{ text: 'Save', kind: 'secondary' }],
  act: (act, at, { subject }) => releaseMaterials(act, subject.event, at),
  refused: materialRefusals,
  done: 'Saved',
  to: toAll,
})

const move = press({
  at: '/:code/materials/:id/:way{up|down}',
  read: readAll,
  button: ({ title, way }: Material & { way: string }) => [{ text: `Move ${way}`, of: `“${title}”`, kind: 'secondary' }],
  act: (act, _, { subject, part }) => moveMaterial(act, subject.event, subject.materials, part('id'), part('way')),
  refused: materialRefusals,
  to: toOne,
})

const all = page({
  at: '/:code/materials',
  read: readAll,
  title: 'Materials',
  presses: { addSome, addLink, release, move },
  show: (subject, forms, { now }) => (
    <MaterialsPage
      {...subject}
      now={now}
      move={(material, way) => forms.move({ ...material, way }, { id: material.id, way })}
      forms={{ addSome: forms.addSome(subject), addLink: forms.addLink(subject), release: forms.release(subject) }}
    />
  ),
})

const preview = page({
  at: '/:code/materials/preview',
  read: readAll,
  title: 'Materials as delegates see them',
  heading: 'As delegates will see it',
  ...ofAll,
  show: ({ event, materials }) => <DelegatesView materials={materials} at={`${pathOf(event.code)}/files`} />,
})

const change = question({
  at: '/:code/materials/:id/change',
  read: readOne,
  title: 'Change a material',
  heading: ({ material }) => `Change “${material.title}”`,
  ...ofAll,
  above: ({ event }) => (
    <P>
      When it is shown is set <Link href={`${pathOf(event.code)}#when`}>for all materials of the event</Link>.
    </P>
  ),
  form: (_, { event, material }) => changeForm(event, material),
  filled: ({ material: { title, words, url, sessionId } }) => ({ title, words, url: url ?? '', session: sessionId ?? '' }),
  hidden: ({ material }) => ({ changedAt: material.changedAt }),
  button: 'Save',
  act: async (act, { title, words, url, session }, { subject: { event, material }, field, body }) => {
    const facts = { title, words, url, sessionId: session }
    const done = await changeMaterial(act, event, material, { facts, changedAt: field('changedAt') }, body['file'])
    return 'name' in done ? refusedFiles(done) : done
  },
  refused: materialRefusals,
  gone: materialRefusals.no_such_material,
  done: ({ values }) => `“${values.title}” is saved`,
  to: toOne,
})

const remove = question({
  at: '/:code/materials/:id/remove',
  read: readOne,
  title: 'Remove a material',
  heading: ({ material }) => `Remove “${material.title}”?`,
  ...ofAll,
  above: ({ material }) => (
    <P>
      {material.file
        ? 'Nobody can download it any more, and the file is deleted. Anyone who has downloaded it keeps their copy.'
        : 'Nobody sees the link any more. Whoever has followed it may remember where it led.'}
    </P>
  ),
  button: [{ text: 'Remove', kind: 'warning' }],
  or: ({ event }) => ({ href: pathOf(event.code), text: 'Leave it' }),
  act: (act, _, { subject: { event, materials, material } }) => takeMaterial(act, event, materials, material.id),
  refused: materialRefusals,
  gone: 'It was removed already',
  done: ({ subject }) => `“${subject.material.title}” is removed`,
  to: toAll,
})

const fileRoutes = new Hono<AppEnv>().get('/:code/materials/files/:id', async (c) => {
  const read = await readNow(c.env.DB, readOne(askedOf(c)))
  if (!read?.material.file) throw notFound('material')
  return answerFile(c.env, read.material.file)
})

export const organiserMaterialPages = withPages(fileRoutes, all, preview, change, remove)
