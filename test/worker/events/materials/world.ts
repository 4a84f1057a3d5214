// An event with a talk for everybody and two workshops, and the pages of those who have to do with its materials.

import { newToken } from '#base/id.ts'
import { hashesOf } from '#calendars/invites/invite-places.ts'
import { anAccount, anEvent, aSchool, request } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'

const hour = 3_600_000
export const inHours = (hours: number): string => new Date(Date.now() + hours * hour).toISOString()

export const aPdf = (words = 'slides'): File => new File([`%PDF-1.7\n${words}`], 'Day one.pdf', { type: 'text/html' })

/** @param begins in so many hours from now */
export const aWorld = async (begins = -30) => {
  const at = (from: number, to: number) => ({ startsAt: inHours(begins + from), endsAt: inHours(begins + to) })
  const event = await anEvent({
    placesPerSchool: 10,
    sessions: [
      { ...at(0, 2), title: 'Opening talk' },
      { ...at(3, 4), title: 'Prevent', block: 'Workshop', capacity: 20 },
      { ...at(3, 4), title: 'Records', block: 'Workshop', capacity: 20 },
    ],
  })
  const school = await aSchool()
  const organiser = await anAccount({ roles: ['organiser'] })
  const under = `/organiser/events/${event.code}/materials`
  const [talk = '', prevent = '', records = ''] = event.sessions.map(({ id }) => id)
  const post = (path: string, form: Record<string, string>, cookie = organiser.cookie) => request(`${under}${path}`, { cookie, form })
  const addFiles = (files: readonly File[], more: Record<string, string> = {}, bindings: Record<string, string> = {}) => {
    const body = new FormData()
    for (const file of files) body.append('file', file)
    for (const [name, value] of Object.entries(more)) body.append(name, value)
    return request(under, { cookie: organiser.cookie, method: 'POST', headers: { origin: 'http://localhost:8787' }, body, bindings })
  }
  const change = (id: string, form: Record<string, string>, file?: File) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(form)) body.append(name, value)
    if (file) body.append('file', file)
    return request(`${under}/${id}/change`, {
      cookie: organiser.cookie,
      method: 'POST',
      headers: { origin: 'http://localhost:8787' },
      body,
    })
  }
  /** Somebody with an account of their own, a place, and its link. */
  const withPlace = async (workshop?: string) => {
    const account = await anAccount({})
    const placeId = await aPlace(event, school, { personId: account.personId })
    if (workshop) await add('PlaceSession', { placeId, sessionId: workshop })
    return { ...account, placeId, link: await aLink(placeId, account.personId) }
  }
  return {
    ...{ event, school, organiser, talk, prevent, records, under, post, addFiles, change, withPlace },
    list: async (): Promise<string> => (await request(under, { cookie: organiser.cookie })).text(),
    addLink: (title: string, url: string, linkSession = '') => post('/link', { title, url, linkSession }),
    release: (when: string, date = '', time = '') => post('/release', { when, date, time }),
  }
}

export const aLink = async (placeId: string, personId: string): Promise<string> => {
  const token = newToken()
  const { tokenHash, joinHash } = await hashesOf(token)
  await add('PlaceLink', { placeId, personId, tokenHash, joinHash })
  return `/place/${token}`
}

/** What stands under the heading of a page, as words; undefined where there is no such heading. */
const materialsOn = (page: string): string | undefined => {
  const [, after] = page.split('Slides and other materials</h2>')
  return after && plain(after.split(/<h2|<details/)[0] ?? '')
}

export const onPlace = async (link: string): Promise<string | undefined> => materialsOn(await (await request(link)).text())
export const onRecord = async (cookie: string): Promise<string | undefined> =>
  materialsOn(await (await request('/account/record', { cookie })).text())
