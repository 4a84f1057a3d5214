import { bytesOfFile } from '#base/files/answer-file.ts'
import { type Picture, pictureOf } from '#base/picture.ts'
import type { Bindings } from '#base/web/env.ts'
import type { Certificate } from './certificate.ts'

/** Each logo is read once. Undefined: there is none to be had, or none that a file can show. */
export const logoPictures = (env: Pick<Bindings, 'DB' | 'FILES'>) => {
  const known = new Map<string, Promise<Picture | undefined>>()
  return async ({ logo }: Pick<Certificate, 'logo'>): Promise<Picture | undefined> => {
    if (!logo?.inFiles) return undefined
    const picture = known.get(logo.id) ?? bytesOfFile(env, logo).then(pictureOf, () => undefined)
    known.set(logo.id, picture)
    return picture
  }
}
