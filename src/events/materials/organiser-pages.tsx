import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { areLeftOut, filesSent, saveFile, saveFiles } from '#base/files/save-file.ts'
import { fileRefusals, sayRefused } from '#base/files/views/refusals.tsx'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemOf, problemsOf, text, typedOf } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { addMaterialTo } from './add-material.ts'
import { moveMaterial, releaseMaterials, takeMaterial } from './arrange-materials.ts'
import { changeMaterial } from './change-material.ts'
import { changeForm, fileTitleField, linkForm, readRelease, readSession, releaseValues } from './forms.ts'
import type { Material, MaterialRefusal } from './material.ts'
import { readMaterials } from './store.ts'
import { ChangePage, MaterialsPage, PreviewPage, RemovePage, type Typed } from './views/organiser-materials.tsx'
import { materialRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const eventOf = async (c: C): Promise<EventDetails> => {
  const event = await eventByCode(c.env.DB, c.req.param('code') ?? '', c.var.act.now)
  if (!event) throw notFound('event')
  return event
}

const pathOf = (event: EventDetails): string => `/organiser/events/${event.code}/materials`

const show = async (c: C, event: EventDetails, more: { problems?: Problems; typed?: Typed; status?: 409 | 422 } = {}) => {
  const { problems, typed, status } = more
  if (status) c.status(status)
  return c.render(
    <MaterialsPage
      event={event}
      of={await readMaterials(c.env.DB, event.id)}
      now={c.var.act.now}
      problems={problems}
      {...(typed ? { typed } : {})}
    />,
    {
      title: 'Materials',
      hasProblems: problems !== undefined,
      back: { href: `/organiser/events/${event.code}`, text: 'Back to the event' },
    },
  )
}

const refused = (c: C, event: EventDetails, reason: MaterialRefusal, field = 'materials', typed: Typed = {}) =>
  show(c, event, { problems: { [field]: materialRefusals[reason] }, typed, status: 409 })

const sessionIds = (event: EventDetails): string[] => event.sessions.map(({ id }) => id)

const withMaterial = async (c: C) => {
  const event = await eventOf(c)
  const { materials } = await readMaterials(c.env.DB, event.id)
  const material = materials.find(({ id }) => id === c.req.param('id'))
  return { event, materials, material }
}

const back = (event: EventDetails) => ({ href: pathOf(event), text: 'Materials' })

const showChange = (c: C, event: EventDetails, material: Material, typed: Record<string, string>, problems?: Problems) =>
  c.render(<ChangePage {...{ event, material, typed, problems }} />, {
    ...{ title: 'Change a material', back: back(event), hasProblems: problems !== undefined },
  })

/** Slides, links and files of an event. Mounted at /organiser/events. */
export const organiserMaterialPages = new Hono<AppEnv>()
  .get('/:code/materials', async (c) => show(c, await eventOf(c)))
  .post('/:code/materials', async (c) => {
    const event = await eventOf(c)
    const body = await c.req.parseBody({ all: true })
    const title = fileTitleField.safeParse(body['fileTitle'])
    const sessionId = readSession(body, 'fileSession', sessionIds(event))
    const typed: Typed = { files: typedOf(body, ['fileTitle', 'fileSession']) }
    const saved = title.success && sessionId !== undefined ? await saveFiles(c.var.act, body['file']) : undefined
    const problems: Problems = {
      ...(saved?.ok === false ? { file: sayRefused(saved) } : {}),
      ...(saved?.ok && saved.value.length === 0 ? { file: fileRefusals.no_file } : {}),
      ...(title.success ? {} : { fileTitle: problemOf(title.error) }),
      ...(sessionId === undefined ? { fileSession: 'Choose who sees them' } : {}),
    }
    if (!saved?.ok || !title.success || sessionId === undefined || saved.value.length === 0)
      return show(c, event, { problems, typed, status: 422 })
    const stored = saved.value
    let [added, there] = [0, 0]
    for (const file of stored) {
      const named = stored.length === 1 && title.data ? title.data : file.name.replace(/\.[^.]*$/, '')
      const done = await addMaterialTo(c.var.act, event, { title: named, sessionId, file })
      if (!done.ok && (done.reason !== 'material_is_there' || stored.length === 1)) return refused(c, event, done.reason, 'file', typed)
      if (done.ok && done.value === 'added') added += 1
      else there += 1
    }
    flash(
      c,
      added === 0
        ? `${counted(there, 'file is', 'files are')} among the materials already`
        : `${counted(added, 'file is', 'files are')} added${there > 0 ? `; ${counted(there, 'was', 'were')} there already` : ''}`,
    )
    return c.redirect(pathOf(event), 303)
  })
  .post('/:code/materials/link', async (c) => {
    const event = await eventOf(c)
    const body = await c.req.parseBody()
    const link = typedOf(body, ['title', 'url', 'linkSession'])
    const form = linkForm.safeParse(body)
    const sessionId = readSession(body, 'linkSession', sessionIds(event))
    if (!form.success || sessionId === undefined) {
      const problems = { ...problemsOf(form.error), ...(sessionId === undefined ? { linkSession: 'Choose who sees it' } : {}) }
      return show(c, event, { problems, typed: { link }, status: 422 })
    }
    const done = await addMaterialTo(c.var.act, event, { ...form.data, sessionId })
    if (!done.ok) return refused(c, event, done.reason, 'url', { link })
    flash(c, done.value === 'added' ? 'The link is added' : 'The link is among the materials already')
    return c.redirect(pathOf(event), 303)
  })
  .post('/:code/materials/release', async (c) => {
    const event = await eventOf(c)
    const release = releaseValues(await c.req.parseBody())
    const { at, problems } = readRelease(release, c.var.act.now)
    if (problems || at === undefined) return show(c, event, { problems: problems ?? {}, typed: { release }, status: 422 })
    const reason = await releaseMaterials(c.var.act, event, at)
    if (reason) return refused(c, event, reason)
    flash(c, 'Saved')
    return c.redirect(pathOf(event), 303)
  })
  .get('/:code/materials/preview', async (c) => {
    const event = await eventOf(c)
    const { materials } = await readMaterials(c.env.DB, event.id)
    return c.render(<PreviewPage event={event} materials={materials} />, { title: 'Materials as delegates see them', back: back(event) })
  })
  .get('/:code/materials/files/:id', async (c) => {
    const { material } = await withMaterial(c)
    if (!material?.file) throw notFound('material')
    return answerFile(c.env, material.file)
  })
  .get('/:code/materials/:id/change', async (c) => {
    const { event, material } = await withMaterial(c)
    if (!material) throw notFound('material')
    const { title, words, url, sessionId, changedAt } = material
    return showChange(c, event, material, { title, words, url: url ?? '', session: sessionId ?? '', changedAt })
  })
  .post('/:code/materials/:id/change', async (c) => {
    const [{ event, material }, body] = await Promise.all([withMaterial(c), c.req.parseBody()])
    if (!material) return refused(c, event, 'no_such_material')
    const typed = { ...typedOf(body, ['title', 'url', 'session', 'changedAt']), words: text(body, 'words') }
    const form = changeForm.safeParse({ ...body, url: material.file ? null : body['url'] })
    const sessionId = readSession(body, 'session', sessionIds(event))
    const saved =
      material.file && (filesSent(body['file']).length > 0 || areLeftOut(body['file']))
        ? await saveFile(c.var.act, body['file'])
        : undefined
    if (!form.success || sessionId === undefined || saved?.ok === false) {
      c.status(422)
      return showChange(c, event, material, typed, {
        ...problemsOf(form.error),
        ...(sessionId === undefined ? { session: 'Choose who sees it' } : {}),
        ...(saved?.ok === false ? { file: fileRefusals[saved.reason] } : {}),
      })
    }
    const reason = await changeMaterial(c.var.act, event, material, {
      ...{ facts: { ...form.data, sessionId }, file: saved?.value ?? null, changedAt: text(body, 'changedAt') },
    })
    if (reason) {
      c.status(409)
      const newest = (await withMaterial(c)).material ?? material
      return showChange(
        c,
        event,
        newest,
        { ...typed, changedAt: newest.changedAt },
        { [reason === 'material_is_there' ? (material.file ? 'file' : 'url') : 'title']: materialRefusals[reason] },
      )
    }
    flash(c, `“${form.data.title}” is saved`)
    return c.redirect(`${pathOf(event)}#material-${material.id}`, 303)
  })
  .get('/:code/materials/:id/remove', async (c) => {
    const { event, material } = await withMaterial(c)
    if (!material) throw notFound('material')
    return c.render(<RemovePage event={event} material={material} />, { title: 'Remove a material', back: back(event) })
  })
  .post('/:code/materials/:id/remove', async (c) => {
    const { event, materials, material } = await withMaterial(c)
    // Pressed twice: it is done already.
    if (!material) return c.redirect(pathOf(event), 303)
    const reason = await takeMaterial(c.var.act, event, materials, material.id)
    if (reason) return refused(c, event, reason)
    flash(c, `“${material.title}” is removed`)
    return c.redirect(pathOf(event), 303)
  })
  .post('/:code/materials/:id/:way{up|down}', async (c) => {
    const { event, materials } = await withMaterial(c)
    const { id, way } = c.req.param()
    const reason = await moveMaterial(c.var.act, event, materials, id, way === 'up' ? 'up' : 'down')
    return reason ? refused(c, event, reason) : c.redirect(`${pathOf(event)}#material-${id}`, 303)
  })
