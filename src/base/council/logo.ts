import type { Logo } from '#base/council.ts'
import type { FileRefusal } from '#base/files/file.ts'

/** In bytes: every page and mail shows it. */
export const mostLogoBytes = 200_000

export type LogoRefusal = FileRefusal | 'no_picture' | 'logo_too_large' | 'logo_too_small'

/** Pixels of a screen that shows two for one. */
export const leastLogoHeight = 40

const pngSize = (bytes: DataView): Pick<Logo, 'width' | 'height'> | undefined =>
  bytes.byteLength > 24 && bytes.getUint32(0) === 0x89504e47 ? { width: bytes.getUint32(16), height: bytes.getUint32(20) } : undefined

/** Frames that hold the size: C0 to CF but the tables C4, C8 and CC (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const jpegSize = (bytes: DataView): Pick<Logo, 'width' | 'height'> | undefined => {
  if (bytes.byteLength < 4 || bytes.getUint16(0) !== 0xffd8) return undefined
  let at = 2
  while (at + 9 < bytes.byteLength && bytes.getUint8(at) === 0xff) {
    if (isFrame(bytes.getUint8(at + 1))) return { width: bytes.getUint16(at + 7), height: bytes.getUint16(at + 5) }
    at += 2 + bytes.getUint16(at + 2)
  }
  return undefined
}

/** The size in pixels of a PNG or JPEG, by its bytes; undefined: it is neither, or damaged. */
export const sizeOfPicture = (bytes: Uint8Array): Pick<Logo, 'width' | 'height'> | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = pngSize(view) ?? jpegSize(view)
  return size && size.width > 0 && size.height > 0 ? size : undefined
}
