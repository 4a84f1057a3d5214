// What people take home from two conferences: slides, and a link.
import type { Act } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import type { Document } from '#base/document.ts'
import { saveFile } from '#base/files/save-file.ts'
import { pdfOf } from '#base/web/pdf.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { addMaterialTo } from '#events/materials/add-material.ts'
import type { Conference } from './conference.ts'

const slidesOf = ({ title, description, provider }: Conference): Document => ({
  title,
  lines: [provider],
  blocks: [
    { kind: 'paragraph', text: description },
    { kind: 'heading', text: 'Before you leave' },
    { kind: 'list', items: ['Name one thing that you will change on Monday.', 'Say who at your school has to know of it.'] },
  ],
})

/** The evening before. */
export const settleMaterials = async (act: Act, event: EventDetails, conference: Conference): Promise<void> => {
  const start = firstStart(event)
  if (!conference.materials || !start) return
  const by = { ...act, now: addMinutes(new Date(start), -16 * 60) }
  const file = await saveFile(by, new File([await pdfOf(by, slidesOf(conference))], `${conference.title}.pdf`))
  if (!file.ok) throw new Error(`${event.title}: ${file.reason}`)
  await addMaterialTo(by, event, { title: 'Slides of the day', sessionId: null, file: file.value })
  const url = 'https://www.gov.uk/government/publications/keeping-children-safe-in-education--2'
  await addMaterialTo(by, event, { title: 'Keeping children safe in education', sessionId: null, url })
}
