import type { SameKeys } from '../catalogue.ts'
import type { mails as english } from '../en/mails.ts'

/** Los correos, en español. */
export const mails: SameKeys<typeof english> = {
  'about:order-expired': 'El pedido {{number}} no se pagó a tiempo',
  'about:order-expired-seller': 'El pedido {{number}} no se pagó a tiempo (al vendedor)',
  'about:order-placed': 'Confirmación del pedido {{number}}',
  'about:security-notice': 'Aviso de seguridad',
  'about:other': 'Un correo de otro tipo',
  'about:payment-received': 'Recibo de un pago del pedido {{number}}',
  'expired:button': 'Ver el pedido, volver a pedir',
  'expired:closing': 'Recibe este correo porque con su cuenta se hizo un pedido en {{company}}.',
  'expired:heading': 'El pedido {{number}} terminó',
  'expired:paid-anyway': 'No se le cobró nada. Si mientras tanto pagó por otra vía, no se pierde nada: avísenos y lo arreglamos.',
  'expired:subject': 'El pedido {{number}} en {{company}} no se pagó a tiempo',
  'expired:what':
    'Hola {{name}}: este pedido debía pagarse antes del envío y {{total}} no llegaron a tiempo. La mercancía queda libre para otros. Puede volver a pedir lo mismo con un clic.',
  'expired-seller:button': 'Ver el pedido',
  'expired-seller:closing': 'Recibe este correo porque trabaja en ventas o administra {{company}}.',
  'expired-seller:heading': 'El pedido {{number}} terminó sin pago',
  'expired-seller:next':
    'El comprador ya fue avisado. El dinero que aún llegue queda sin aplicar y se muestra a cuentas por cobrar.',
  'expired-seller:subject': 'El pedido {{number}} de {{customer}} no se pagó a tiempo',
  'expired-seller:what': '{{customer}} no pagó {{total}} a tiempo. No se envía nada y la mercancía queda libre para otros.',
  'fault:address_refused': 'El servidor de correo rechazó la dirección. Compruebe si sigue siendo correcta.',
  'fault:gone': 'Esta persona ya no pertenece a la empresa o al cliente, por eso el correo no se envió.',
  'fault:may_not': 'Esta persona no puede ver (o ya no) lo que dice el correo, por eso no se envió.',
  'fault:refused': 'El servidor de correo no aceptó el correo.',
  'fault:sign_in_refused': 'El servidor de correo rechaza el acceso de Florin. Avise a quien administra Florin.',
  'fault:unreachable': 'No se pudo contactar el servidor de correo.',
  'waits:credit_limit': 'Supera su límite de crédito, así que lo revisamos antes de enviarlo.',
  'waits:pay': 'Si todavía no pagó, abra el pedido y elija Pagar. Se puede pagar hasta {{until}}; después el pedido termina.',
  'unapplied:expired':
    'El pedido había terminado antes de que llegara su pago, así que no se envía nada. Guardamos su dinero: nos pondremos en contacto, o díganos qué hacer con él.',
}
