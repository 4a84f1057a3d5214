import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { FormBroken } from '#base/web/multipart.ts'
import { compareRegister } from './compare-register.ts'
import type { RegisterImport } from './import.ts'
import { beginImport, finishReading, importById, noteFiles, noteProgress, refuseImport } from './import-store.ts'
import { readRegister } from './plan-store.ts'
import { dayInName, finished, newReading, readFile } from './reading.ts'
import { FileRefused, type Refusal, sayRefusal } from './refusal.ts'
import { type Area, covers } from './register.ts'

export type UploadedFile = { slot: 'register' | 'links'; fileName: string; bytes: AsyncIterable<Uint8Array> }

export type PrepareAsk = {
  id: string
  area: Area
  /** By default the day in its name, else today. */
  asAt: Day | undefined
  today: Day
  /** Each is read to its end before the next. */
  files: AsyncIterable<UploadedFile>
}

const progressEvery = 4_000_000

/**
 * From its bytes to its dry run.
 * @returns `ready`, or `refused` with a sentence why; undefined when this id has begun
 */
export const prepareImport = async (act: Act, ask: PrepareAsk): Promise<RegisterImport | undefined> => {
  const begun = { id: ask.id, fileName: '', linksFileName: null, asAt: ask.asAt ?? ask.today, area: ask.area }
  if (!(await beginImport(act, begun))) return undefined
  const reading = newReading()
  try {
    const known = await readRegister(act.db, act.now)
    // Rows elsewhere may be linked to ours. If links follow the rows (in a zip, or swapped fields),
    // every row is held until they are read.
    const linked = new Set<number>()
    let linksRead = false
    const keep = (laCode: string, urn: string, linksMayFollow: boolean): boolean =>
      covers(ask.area, laCode) || known.held.has(urn) || linked.has(Number(urn)) || (linksMayFollow && !linksRead)
    let bytesRead = 0
    let noted = 0
    const counted = async function* (bytes: UploadedFile['bytes']): AsyncGenerator<Uint8Array> {
      for await (const piece of bytes) {
        bytesRead += piece.length
        yield piece
        if (bytesRead - noted < progressEvery) continue
        noted = bytesRead
        await noteProgress(act.db, ask.id, bytesRead, reading.rows)
      }
    }
    let fileName = ''
    let linksFileName: string | null = null
    for await (const file of ask.files) {
      const was = await readFile(reading, { slot: file.slot, keep }, counted(file.bytes))
      if (was.register) fileName = file.fileName
      else if (was.links) linksFileName = file.fileName
      if (was.links) {
        linksRead = true
        for (const link of reading.links) linked.add(Number(link.urn)).add(Number(link.linkUrn))
      }
    }
    finished(reading)
    const asAt = ask.asAt ?? dayInName(fileName) ?? ask.today
    await noteFiles(act.db, ask.id, { fileName, linksFileName: linksFileName ?? (reading.hasLinks ? fileName : null), asAt })
    const { summary, inArea } = await compareRegister(act, { importId: ask.id, area: ask.area, asAt, reading, known })
    await finishReading(act, ask.id, { bytesRead, rows: reading.rows, inArea, summary, baseVersion: known.version })
  } catch (error) {
    const refusal: Refusal | undefined = error instanceof FileRefused ? error.refusal : undefined
    await refuseImport(act, ask.id, reading.rows, sayRefusal(refusal ?? { reason: 'interrupted' }))
    if (!refusal && !(error instanceof FormBroken)) throw error
  }
  return importById(act.db, ask.id)
}
