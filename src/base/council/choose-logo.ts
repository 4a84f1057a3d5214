import type { Act } from '#base/act.ts'
import type { Logo } from '#base/council.ts'
import { atomically } from '#base/db/atomically.ts'
import { filesSent, saveFile } from '#base/files/save-file.ts'
import { logged } from '#base/log/store.ts'
import { pictureOf } from '#base/picture.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type LogoRefusal, leastLogoHeight, mostLogoBytes, sizeOfPicture } from './logo.ts'
import { endLogo, forgetCouncil, insertLogo } from './store.ts'

/** In place of the one before. @param sent the field of the form */
export const chooseLogo = async (act: Act, sent: unknown): Promise<Result<undefined, LogoRefusal>> => {
  const [file] = filesSent(sent)
  if (file && file.size > mostLogoBytes) return refuse('logo_too_large')
  const bytes = file && new Uint8Array(await file.arrayBuffer())
  const size = bytes && sizeOfPicture(bytes)
  if (file && !size) return refuse('no_picture')
  if (size && size.height < leastLogoHeight) return refuse('logo_too_small')
  const saved = await saveFile(act, sent)
  if (!saved.ok || !size) return saved.ok ? refuse('no_file') : saved
  const id = saved.value.id
  await atomically(
    act.db,
    [insertLogo(act, { id, ...size, inFiles: pictureOf(bytes) !== undefined }), logged(act, { act: 'logo.chosen', subject: ['file', id] })],
    {},
  )
  forgetCouncil(act.db)
  return ok(undefined)
}

/** Pages and new mails show the council's name alone. */
export const removeLogo = async (act: Act, { id }: Logo): Promise<Result<undefined, never>> => {
  await atomically(act.db, [endLogo(act), logged(act, { act: 'logo.removed', subject: ['file', id] })], {})
  forgetCouncil(act.db)
  return ok(undefined)
}
