import type { SameKeys } from '../catalogue.ts'
import type { fees as english } from '../en/fees.ts'

export const fees: SameKeys<typeof english> = {
  'rule:percent': '{{percent}} % de cada pago con tarjeta',
  'rule:percent-and-fixed': '{{percent}} % de cada pago con tarjeta + {{fixed}}',
  'rule:at-least': '{{rule}}, mínimo {{amount}}',
  'rule:at-most': '{{rule}}, máximo {{amount}}',
  'rule:none': 'sin tarifa',
  'mail:subject': 'La tarifa de conveniencia de {{company}} cambia el {{day}}',
  'mail:heading': 'Su tarifa de conveniencia cambia',
  'mail:what':
    'Hola, {{name}}: a partir del {{moment}} la tarifa de conveniencia sobre los pagos con tarjeta a {{company}} será: {{rule}}. Hasta entonces es: {{before}}.',
  'mail:stays': 'Los pagos recibidos antes conservan la tarifa con que se recibieron. Sus clientes no pagan nada de ella.',
  'mail:of-payment': 'De un pago de {{payment}}',
  'mail:instead-of': '{{after}} en lugar de {{before}}',
  'mail:button': 'Verla en Integraciones › Stripe',
  'mail:closing': 'Recibe este correo porque administra {{company}} en Florin.',
}
