import type { SameKeys } from '../catalogue.ts'
import type { titles as english } from '../en/titles.ts'

export const titles: SameKeys<typeof english> = {
  400: 'Algo en la solicitud no es correcto',
  401: 'Inicie sesión primero',
  403: 'No permitido',
  404: 'No encontrado',
  405: 'No es posible aquí',
  409: 'No corresponde al estado actual',
  410: 'Ya no está disponible',
  413: 'Demasiado grande',
  415: 'Tipo de contenido equivocado',
  422: 'No es posible',
  429: 'Demasiados intentos',
  500: 'Algo falló de nuestro lado',
  503: 'No disponible en este momento',
  other: 'La solicitud falló',
}
