import { type Logo, sizeWithin } from '#base/council.ts'

/** @param alt empty where the name is beside it @param most of its height, in CSS pixels */
export const LogoPicture = ({ logo, alt = '', most = 40 }: { logo: Logo; alt?: string; most?: number }) => (
  <img src={`/logo/${logo.id}`} alt={alt} {...sizeWithin(logo, most)} class="muster-logo" />
)
