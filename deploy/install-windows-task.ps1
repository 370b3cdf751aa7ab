<#
The app as a scheduled task of Windows: it starts when this user signs in, and again if it ends. No administrator is needed.

    powershell -ExecutionPolicy Bypass -File install-windows-task.ps1 -Wheel .\customer_grading-0.2.0-py3-none-any.whl
    powershell -ExecutionPolicy Bypass -File install-windows-task.ps1 -Remove

Data, backups, inbox and logs: %LOCALAPPDATA%\customer-grading. They stay when the task is removed.
#>
param(
    [string]$Wheel,
    [int]$Port = 8501,
    [switch]$Remove
)
$ErrorActionPreference = 'Stop'
$Name = 'Customer grading'
$Data = Join-Path $env:LOCALAPPDATA 'customer-grading'
$Venv = Join-Path $env:LOCALAPPDATA 'customer-grading-program'

if ($Remove) {
    Stop-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue
    Unregister-ScheduledTask -TaskName $Name -Confirm:$false
    Write-Output "The task is gone. The data is still in $Data"
    exit 0
}
if (-not $Wheel -or -not (Test-Path $Wheel)) { throw 'Say which wheel: -Wheel FILE' }

New-Item -ItemType Directory -Force -Path $Data | Out-Null
if (-not (Test-Path $Venv)) { py -3 -m venv $Venv }
Stop-ScheduledTask -TaskName $Name -ErrorAction SilentlyContinue
& (Join-Path $Venv 'Scripts\python.exe') -m pip install --quiet --upgrade (Resolve-Path $Wheel)
if ($LASTEXITCODE) { throw 'pip could not install the wheel' }

$Program = Join-Path $Venv 'Scripts\customer-grading.exe'
$Action = New-ScheduledTaskAction -Execute $Program -Argument "serve --port $Port" -WorkingDirectory $Data
$Trigger = New-ScheduledTaskTrigger -AtLogOn -User $env:USERNAME
$Settings = New-ScheduledTaskSettingsSet -RestartCount 99 -RestartInterval (New-TimeSpan -Minutes 1) `
    -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew
Register-ScheduledTask -TaskName $Name -Action $Action -Trigger $Trigger -Settings $Settings -Force | Out-Null
Start-ScheduledTask -TaskName $Name
Write-Output "Open http://localhost:$Port in a browser. The data: $Data"
