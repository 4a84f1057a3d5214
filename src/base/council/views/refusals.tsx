import { fileRefusals } from '#base/files/views/refusals.tsx'
import { atField } from '#base/web/press.tsx'
import { type LogoRefusal, leastLogoHeight, mostLogoBytes } from '../logo.ts'

const says: Record<LogoRefusal, string> = {
  ...fileRefusals,
  no_picture: 'Choose a picture: a PNG or a JPEG',
  logo_too_large: `This picture is larger than ${mostLogoBytes / 1000} kB. Save it smaller`,
  logo_too_small: `This picture is less than ${leastLogoHeight} pixels high. Choose a larger one`,
}

export const logoRefusals = atField('file', says, 422)
